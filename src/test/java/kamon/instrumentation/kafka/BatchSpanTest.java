package kamon.instrumentation.kafka;

import static kamon.instrumentation.kafka.Senders.link;
import static kamon.instrumentation.kafka.Senders.plain;
import static kamon.instrumentation.kafka.Senders.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchSpanTest {
  private static final Context BEFORE = Context.of("before", "yes");

  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void span_links_to_each_sender_once_and_says_what_is_in_the_batch() {
    KafkaInstrumentation.batchSpan(
            List.of(sent("orders", 0, 1), sent("orders", 0, 2), sent("orders", 0, 1)))
        .finish();
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("consumer.process-batch");
    assertThat(span.kind()).isEqualTo("consumer");
    assertThat(span.parentId()).isEmpty();
    assertThat(span.links()).containsExactlyInAnyOrder(link(1), link(2));
    assertThat(span.error()).isFalse();
    assertThat(span.marks()).isEmpty();
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("kafka.topic", "orders", "kafka.partition", 0L, "kafka.batch.size", 3L));
    assertThat(span.measured()).containsExactlyInAnyOrder("kafka.topic");
    assertThat(span.metricTags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "component", "kafka.consumer",
                "operation", "consumer.process-batch",
                "span.kind", "consumer",
                "error", false,
                "upstream.name", "tests"));
  }

  @Test
  void several_partitions_and_topics_are_named() {
    KafkaInstrumentation.batchSpan(
            List.of(plain("b", 1), plain("a", 0), plain("b", 0), plain("b", 1)), "import")
        .finish();
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("import");
    assertThat(span.links()).isEmpty();
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic", "b,a", "kafka.partitions", "b-1,a-0,b-0", "kafka.batch.size", 4L));
  }

  @Test
  void names_of_many_partitions_are_cut() {
    List<ConsumerRecord<String, String>> records =
        IntStream.range(0, 1000).mapToObj(i -> plain("topic" + i, i)).toList();
    KafkaInstrumentation.batchSpan(records).finish();
    ReportedSpan span = tracing.next();
    assertThat((String) span.tags().get("kafka.topic")).hasSize(257).endsWith("…");
    assertThat((String) span.tags().get("kafka.partitions"))
        .hasSize(257)
        .startsWith("topic0-0,topic1-1,")
        .endsWith("…");
  }

  @Test
  void failure_marks_the_span_and_reaches_the_caller() {
    IOException thrown = new IOException("disk full");
    IOException caught = null;
    try {
      KafkaInstrumentation.runWithBatchSpan(
          List.of(plain("orders", 0)),
          () -> {
            throw thrown;
          });
    } catch (IOException e) { // compiles only because the type is passed through
      caught = e;
    }
    assertThat(caught).isSameAs(thrown);
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat(span.tags()).containsEntry("error.message", "disk full");
  }

  @Test
  void empty_batch_has_no_span_and_its_action_runs_as_without_us() {
    ConsumerRecords<String, String> none = ConsumerRecords.empty();
    Tracing.within(
        BEFORE,
        () -> {
          assertThat(
                  KafkaInstrumentation.<Context, RuntimeException>callWithBatchSpan(
                      none, Kamon::currentContext))
              .isSameAs(BEFORE);
          try (ConsumerSpanScope scope = KafkaInstrumentation.enterBatch(none)) {
            assertThat(scope.span().isEmpty()).isTrue();
          }
          assertThat(KafkaInstrumentation.batchSpan(none).isEmpty()).isTrue();
          assertThat(Kamon.currentContext()).isSameAs(BEFORE);
          return null;
        });
    assertThat(SpanLifecycle.started()).isZero();
  }

  @Test
  void scope_of_a_batch_is_that_of_a_record() {
    try (ConsumerSpanScope scope =
        KafkaInstrumentation.enterBatch(List.of(sent("orders", 0, 1)), "import")) {
      assertThat(Kamon.currentSpan()).isSameAs(scope.span());
      scope.fail(new IllegalStateException("no"));
    }
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("import");
    assertThat(span.parentId()).isEqualTo(link(1).spanId());
    assertThat(span.error()).isTrue();
  }

  @Test
  void action_runs_whatever_the_records_do() {
    Iterable<ConsumerRecord<String, String>> broken =
        () -> {
          throw new IllegalStateException("closed");
        };
    List<ConsumerRecord<String, String>> holey = new ArrayList<>();
    holey.add(null);
    for (Iterable<ConsumerRecord<String, String>> records : List.of(broken, holey)) {
      assertThat(KafkaInstrumentation.callWithBatchSpan(records, () -> "ran")).isEqualTo("ran");
      assertThat(KafkaInstrumentation.batchSpan(records).isEmpty()).isTrue();
    }
    assertThat(SpanLifecycle.started()).isZero();
  }

  @Test
  void values_of_all_types_of_functions_will_do() throws Exception {
    List<ConsumerRecord<String, String>> records = List.of(plain("orders", 0));
    List<String> ran = new ArrayList<>();
    Runnable runnable = () -> ran.add("runnable");
    Callable<String> callable = () -> "value";
    Supplier<String> supplier = () -> "value";
    KafkaInstrumentation.runWithBatchSpan(records, runnable);
    KafkaInstrumentation.runWithBatchSpan(records, "a", runnable);
    assertThat(KafkaInstrumentation.callWithBatchSpan(records, callable)).isEqualTo("value");
    assertThat(KafkaInstrumentation.callWithBatchSpan(records, "b", callable)).isEqualTo("value");
    assertThat(KafkaInstrumentation.callWithBatchSpan(records, supplier)).isEqualTo("value");
    assertThat(KafkaInstrumentation.callWithBatchSpan(records, "c", supplier)).isEqualTo("value");
    assertThat(ran).hasSize(2);
    assertThat(tracing.next(6))
        .extracting(ReportedSpan::name)
        .containsExactly(
            "consumer.process-batch",
            "a",
            "consumer.process-batch",
            "b",
            "consumer.process-batch",
            "c");
  }

  @Test
  void missing_arguments_are_named() {
    List<ConsumerRecord<String, String>> records = List.of(plain("orders", 0));
    assertThatThrownBy(() -> KafkaInstrumentation.batchSpan(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("records");
    assertThatThrownBy(() -> KafkaInstrumentation.enterBatch(records, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operationName");
    assertThatThrownBy(() -> KafkaInstrumentation.runWithBatchSpan(records, (Runnable) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(() -> KafkaInstrumentation.callWithBatchSpan(null, () -> "value"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("records");
  }
}
