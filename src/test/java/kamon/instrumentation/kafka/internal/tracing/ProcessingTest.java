package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.internal.weave.Attached;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.metric.Distribution;
import kamon.metric.Instrument;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Span$Metrics$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of the helper API in what a framework processes. */
class ProcessingTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final ConsumerRecord<String, String> record = record(0);
  private final Processing processing = Processing.open();

  @Test
  void call_for_the_same_record_runs_in_its_span_and_names_it() {
    processing.begin(record, null, "framework");
    Span span = Kamon.currentSpan();
    KafkaInstrumentation.runWithConsumerSpan(
        record(0), "named", () -> assertThat(Kamon.currentSpan()).isSameAs(span));
    assertThat(Kamon.currentSpan()).isSameAs(span);
    assertThat(SpanLifecycle.finished()).isZero();
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("named");
    assertNothingIsLeft();
  }

  @Test
  void call_without_a_name_leaves_the_one_that_the_span_has() {
    processing.begin(record, null, "framework");
    KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("framework");
    assertNothingIsLeft();
  }

  @Test
  void settings_name_and_tag_the_spans_of_frameworks() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing {"
            + " operations { consumer = \"{topic} one by one\", batch = \"{topic} in batches\" }\n"
            + " tags { key = off, partition = metric, convention = opentelemetry } }");
    processing.begin(record, null, "consumer.process");
    processing.begin(
        new ConsumerRecords<>(
            Map.of(new TopicPartition("orders", 0), List.of(record(0), record(1))),
            Collections.emptyMap()),
        polled -> null,
        "consumer.process-batch");
    processing.close();
    for (String name : List.of("orders one by one", "orders in batches")) {
      ReportedSpan span = tracing.next(name);
      assertThat(span.measured())
          .containsExactlyInAnyOrder(
              "messaging.destination.name", "messaging.destination.partition.id");
      assertThat(span.tags())
          .containsEntry("messaging.destination.name", "orders")
          .containsEntry("messaging.destination.partition.id", "0")
          .containsEntry("messaging.operation.type", "process")
          .doesNotContainKeys("kafka.key", "messaging.kafka.message.key");
    }
    assertNothingIsLeft();
  }

  @Test
  void unsampled_record_that_is_left_and_taken_up_again_is_one_time_and_no_span() {
    tracing.configure(
        "kamon.trace { sampler = never\n hooks { pre-finish = []\n pre-start ="
            + " [\"kamon.trace.Hooks$PreStart$FromContext\"] } }");
    String operation = "left " + UUID.randomUUID();
    processing.begin(record, null, operation);
    Context context = Kamon.currentContext();
    assertThat(context).isInstanceOf(RecordContext.class);
    ConsumerScope left = processing.handOver();
    processing.end();
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    processing.resume(record, left);
    assertThat(Kamon.currentContext()).isSameAs(context);
    assertThat(times(operation, true)).isZero();
    processing.failed(new IllegalStateException("no"));
    processing.close();
    assertNothingIsLeft();
    assertThat(times(operation, true)).isEqualTo(1);
    assertThat(times(operation, false)).isZero();
    tracing.configure(""); // for what follows the test
  }

  private static long times(String operation, boolean failed) {
    TagSet tags =
        TagSet.builder()
            .add("component", "kafka.consumer")
            .add("operation", operation)
            .add("error", failed)
            .add("span.kind", "consumer")
            .add("kafka.topic", "orders")
            .build();
    Object timer = Span$Metrics$.MODULE$.ProcessingTime().withTags(tags);
    return ((Distribution) ((Instrument.Snapshotting<?>) timer).snapshot(false)).count();
  }

  @Test
  void asynchronous_call_that_is_done_before_the_framework_is_leaves_the_span_open() {
    processing.begin(record, null, "framework");
    KafkaInstrumentation.runWithConsumerSpanAsync(
        record, "joined", () -> CompletableFuture.completedFuture("done"));
    tracing.expectNoMore();
    processing.failed(new IllegalStateException("no"));
    processing.close();
    ReportedSpan joined = tracing.next();
    assertThat(joined.name()).isEqualTo("joined");
    assertThat(joined.error()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void span_that_several_wait_for_ends_with_the_last_of_them() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    processing.begin(record, null, "framework");
    KafkaInstrumentation.runWithConsumerSpanAsync(record, "joined", () -> first);
    processing.handOver().finishWith(second);
    processing.close();
    first.complete("done");
    tracing.expectNoMore();
    second.completeExceptionally(new IllegalStateException("no"));
    assertThat(tracing.next().error()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void span_that_is_taken_back_ends_with_the_framework() {
    processing.begin(record, null, "framework");
    processing.handOver();
    processing.takeBack();
    processing.takeBack();
    tracing.expectNoMore();
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("framework");
    assertNothingIsLeft();
  }

  @Test
  void call_for_another_record_makes_a_span_of_its_own() {
    processing.begin(record, null, "framework");
    KafkaInstrumentation.runWithConsumerSpan(record(1), "other", () -> {});
    processing.close();
    ReportedSpan other = tracing.next();
    assertThat(other.name()).isEqualTo("other");
    assertThat(other.parentId()).isEqualTo(tracing.next("framework").spanId());
  }

  @Test
  void stage_of_an_asynchronous_call_ends_the_span() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    processing.begin(record, null, "framework");
    KafkaInstrumentation.runWithConsumerSpanAsync(record, "later", () -> stage);
    processing.close();
    assertNothingIsLeft();
    assertThat(SpanLifecycle.finished()).isZero();
    stage.completeExceptionally(new IllegalStateException("no"));
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("later");
    assertThat(span.tags()).containsEntry("error.message", "no");
  }

  @Test
  void scope_and_bare_span_are_those_of_the_framework() {
    processing.begin(record, null, "framework");
    Span span = Kamon.currentSpan();
    try (ConsumerSpanScope scope = KafkaInstrumentation.enter(record)) {
      assertThat(scope.span()).isSameAs(span);
    }
    assertThat(Kamon.currentSpan()).isSameAs(span);
    assertThat(SpanLifecycle.finished()).isZero();
    assertThat(KafkaInstrumentation.consumerSpan(record, "bare")).isSameAs(span);
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("bare");
  }

  @Test
  void closed_scope_does_not_end_a_span_that_others_wait_for_when_its_consumer_polls() {
    PollFacts facts = polled(record);
    CompletableFuture<String> awaited = new CompletableFuture<>();
    processing.begin(record, facts, "framework");
    KafkaInstrumentation.enter(record).close();
    processing.handOver().finishWith(awaited);
    processing.close();
    pollTwiceMore(facts);
    tracing.expectNoMore();
    awaited.complete("done");
    assertThat(tracing.next("framework").tags()).doesNotContainKey("kafka.abandoned");
    assertNothingIsLeft();
  }

  @Test
  void span_of_a_framework_that_a_call_leaves_open_is_looked_after() {
    PollFacts facts = polled(record);
    processing.begin(record, facts, "framework");
    KafkaInstrumentation.runWithConsumerSpan(record, "left", false, () -> {});
    processing.close();
    tracing.expectNoMore();
    pollTwiceMore(facts);
    assertThat(tracing.next("left").tags()).containsEntry("kafka.abandoned", true);
    assertNothingIsLeft();
  }

  private static PollFacts polled(ConsumerRecord<?, ?> record) {
    PollFacts facts = PollFacts.told(ClientIdentity.of("billing", "group"), 1);
    ((Attached) record.headers()).kamonAttachment(facts);
    return facts;
  }

  private static void pollTwiceMore(PollFacts facts) {
    for (int i = 0; i < 2; i++) {
      facts.consumer().openSpans().polled(new Object(), true);
    }
  }

  @Test
  void call_for_the_same_batch_runs_in_its_span_and_one_for_a_part_does_not() {
    List<ConsumerRecord<String, String>> list = List.of(record(0), record(1));
    processing.begin(
        new ConsumerRecords<>(
            Map.of(new TopicPartition("orders", 0), list), Collections.emptyMap()),
        polled -> null,
        "framework");
    Span span = Kamon.currentSpan();
    KafkaInstrumentation.runWithBatchSpan(
        list, "all", () -> assertThat(Kamon.currentSpan()).isSameAs(span));
    KafkaInstrumentation.runWithBatchSpan(list.subList(0, 1), "part", () -> {});
    processing.close();
    ReportedSpan part = tracing.next();
    assertThat(part.name()).isEqualTo("part");
    assertThat(tracing.next("all").spanId()).isEqualTo(part.parentId());
  }

  @Test
  void batch_that_cannot_be_looked_at_is_processed_all_the_same() {
    List<ConsumerRecord<String, String>> two = List.of(record(0), record(1));
    List<ConsumerRecord<String, String>> throwing =
        new AbstractList<>() {
          @Override
          public ConsumerRecord<String, String> get(int index) {
            throw new IllegalStateException("no record");
          }

          @Override
          public int size() {
            return two.size();
          }
        };
    processing.begin(
        new ConsumerRecords<>(Map.of(new TopicPartition("orders", 0), two), Collections.emptyMap()),
        polled -> null,
        "framework");
    AtomicInteger run = new AtomicInteger();
    for (List<ConsumerRecord<String, String>> batch :
        List.of(throwing, Arrays.asList(record(0), (ConsumerRecord<String, String>) null))) {
      KafkaInstrumentation.runWithBatchSpan(batch, "other", run::incrementAndGet);
      KafkaInstrumentation.batchSpan(batch, "other").finish();
      KafkaInstrumentation.enterBatch(batch, "other").close();
    }
    assertThat(run).hasValue(2);
    processing.close();
    while (!tracing.next().name().equals("framework")) {
      // Those of batches with a record that can be looked at.
    }
    assertNothingIsLeft();
  }

  @Test
  void next_attempt_ends_the_former_one_and_a_failure_belongs_to_the_present() {
    processing.begin(record, null, "first");
    processing.failed(new IllegalStateException("no"));
    processing.begin(record, null, "second");
    processing.close();
    assertThat(tracing.next("first").error()).isTrue();
    assertThat(tracing.next("second").error()).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void other_threads_make_spans_of_their_own() {
    processing.begin(record, null, "framework");
    CompletableFuture.runAsync(
            () -> KafkaInstrumentation.runWithConsumerSpan(record, "elsewhere", () -> {}))
        .join();
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("elsewhere");
    assertThat(tracing.next().name()).isEqualTo("framework");
  }

  private static void assertNothingIsLeft() {
    assertThat(Processing.current()).isNull();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }

  private static ConsumerRecord<String, String> record(long offset) {
    return new ConsumerRecord<>("orders", 0, offset, "key", "value");
  }
}
