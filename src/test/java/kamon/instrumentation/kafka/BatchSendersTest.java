package kamon.instrumentation.kafka;

import static kamon.instrumentation.kafka.Senders.link;
import static kamon.instrumentation.kafka.Senders.plain;
import static kamon.instrumentation.kafka.Senders.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose trace a batch belongs to, and whose it is linked to. */
class BatchSendersTest {
  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing.";

  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void links_end_at_128_and_the_others_are_counted_once_each() {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    IntStream.rangeClosed(1, 131).forEach(i -> records.add(sent("orders", 0, i)));
    IntStream.rangeClosed(1, 131).forEach(i -> records.add(sent("orders", 0, i)));
    KafkaInstrumentation.batchSpan(records).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.links())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 128).mapToObj(Senders::link).toList());
    assertThat(span.tags())
        .containsEntry("kafka.batch.links-omitted", 3L)
        .containsEntry("kafka.batch.size", 262L);
  }

  @Test
  void span_is_a_child_of_the_one_span_that_has_sent_all() {
    tracing.inSpan(
        "loop",
        () ->
            KafkaInstrumentation.batchSpan(List.of(sent("orders", 0, 1), sent("orders", 1, 1)))
                .finish());
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(link(1).spanId());
    assertThat(span.traceId()).isEqualTo(link(1).traceId());
    assertThat(span.links()).isEmpty();
  }

  @Test
  void one_record_without_a_sender_is_enough_for_a_link_and_the_current_span_as_the_parent() {
    ReportedSpan loop =
        tracing.inSpan(
            "loop",
            () ->
                KafkaInstrumentation.batchSpan(List.of(sent("orders", 0, 1), plain("orders", 0)))
                    .finish());
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(loop.spanId());
    assertThat(span.links()).containsExactly(link(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void trace_is_the_spans_own_with_links_where_traces_are_not_continued(int senders) {
    tracing.configure(SECTION + "continue-trace-on-consumer = no");
    tracing.inSpan(
        "loop",
        () ->
            KafkaInstrumentation.batchSpan(
                    List.of(sent("orders", 0, 1), sent("orders", 0, senders)))
                .finish());
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEmpty();
    assertThat(span.position()).isEqualTo("Root");
    assertThat(span.links())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, senders).mapToObj(Senders::link).toList());
  }
}
