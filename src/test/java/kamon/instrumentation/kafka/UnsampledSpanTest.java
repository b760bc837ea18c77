package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spans of traces that are not sampled, and may be kept all the same. */
class UnsampledSpanTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  /** Counts how often somebody wants to know what it looks like. */
  private static final class Key {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public String toString() {
      asked.incrementAndGet();
      return "key";
    }
  }

  private final Key key = new Key();

  /** Row A11. */
  @Test
  void span_that_is_kept_in_the_handler_says_where_its_record_is() {
    KafkaInstrumentation.runWithConsumerSpan(record(), () -> Kamon.currentSpan().trace().keep());
    ReportedSpan span = tracing.next();
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("kafka.topic", "t", "kafka.partition", 3L, "kafka.offset", 4711L));
  }

  @Test
  void unsampled_span_does_without_what_only_tags_need() {
    KafkaInstrumentation.runWithConsumerSpan(record(), () -> {});
    assertThat(key.asked).hasValue(0);
  }

  @Test
  void unsampled_span_has_all_tags_where_sampling_is_decided_later() {
    tracing.configure("kamon.trace.span-reporting-delay = 1 second");
    KafkaInstrumentation.runWithConsumerSpan(record(), () -> {});
    assertThat(key.asked).hasValue(1);
  }

  @Test
  void span_of_a_local_parent_is_its_child_also_where_traces_are_not_continued() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.continue-trace-on-consumer = no");
    ConsumerRecord<String, String> plain = new ConsumerRecord<>("t", 0, 0, "k", "v");
    ReportedSpan loop =
        tracing.inSpan("loop", () -> KafkaInstrumentation.consumerSpan(plain).finish());
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(loop.spanId());
    assertThat(span.traceId()).isEqualTo(loop.traceId());
    assertThat(span.links()).isEmpty();
  }

  private ConsumerRecord<Key, String> record() {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Trace trace =
        Trace$.MODULE$.create(
            scheme.traceIdFactory().generate(), Trace$SamplingDecision$DoNotSample$.MODULE$);
    Span parent = new Span.Remote(scheme.spanIdFactory().generate(), Identifier.Empty(), trace);
    ConsumerRecord<Key, String> record = new ConsumerRecord<>("t", 3, 4711, key, "value");
    record.headers().add("kctx", Kctx.write(Context.of(Span.Key(), parent)));
    return record;
  }
}
