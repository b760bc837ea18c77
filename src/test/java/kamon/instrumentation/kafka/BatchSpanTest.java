package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSpanTest {
  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing.";
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
  void links_end_at_128_and_the_others_are_counted_once_each() {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    IntStream.rangeClosed(1, 131).forEach(i -> records.add(sent("orders", 0, i)));
    IntStream.rangeClosed(1, 131).forEach(i -> records.add(sent("orders", 0, i)));
    KafkaInstrumentation.batchSpan(records).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.links())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 128).mapToObj(BatchSpanTest::link).toList());
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
            IntStream.rangeClosed(1, senders).mapToObj(BatchSpanTest::link).toList());
  }

  @Test
  void action_has_the_span_and_what_all_contexts_have_in_common() {
    List<ConsumerRecord<String, String>> records =
        List.of(sent("orders", 0, 1, "acme"), sent("orders", 0, 2, "acme"));
    String id =
        Tracing.within(
            BEFORE,
            () -> {
              String current =
                  KafkaInstrumentation.callWithBatchSpan(
                      records,
                      () -> {
                        assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isEqualTo("acme");
                        assertThat(Kctx.tag(Kamon.currentContext(), "before")).isNull();
                        return Kamon.currentSpan().id().string();
                      });
              assertThat(Kamon.currentContext()).isSameAs(BEFORE);
              return current;
            });
    ReportedSpan span = tracing.next();
    assertThat(span.spanId()).isEqualTo(id);
    assertThat(span.parentId()).isEmpty();
    assertThat(span.links()).containsExactlyInAnyOrder(link(1), link(2));
  }

  @Test
  void tags_that_differ_are_nobodys_and_the_current_context_stays() {
    for (List<ConsumerRecord<String, String>> records :
        List.of(
            List.of(sent("orders", 0, 1, "acme"), sent("orders", 0, 1, "other")),
            List.of(sent("orders", 0, 1, "acme"), sent("orders", 0, 1)),
            List.of(sent("orders", 0, 1), sent("orders", 0, 1, "acme")))) {
      Tracing.within(
          BEFORE,
          () -> {
            KafkaInstrumentation.runWithBatchSpan(
                records,
                () -> {
                  assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isNull();
                  assertThat(Kctx.tag(Kamon.currentContext(), "before")).isEqualTo("yes");
                });
            return null;
          });
      // What they do have in common is the sender.
      assertThat(tracing.next().parentId()).isEqualTo(link(1).spanId());
    }
  }

  @Test
  void entries_of_the_applications_own_count_like_tags() {
    tracing.configure(SECTION + "propagator = \"" + JobHeader.class.getName() + "\"");
    assertThat(jobOf("nightly", "nightly")).isEqualTo("nightly");
    assertThat(jobOf("nightly", "hourly")).isEqualTo("current");
    assertThat(jobOf("nightly", null)).isEqualTo("current");
    tracing.next(3);
  }

  private static String jobOf(String... jobs) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    for (String job : jobs) {
      ConsumerRecord<String, String> record = plain("orders", 0);
      if (job != null) {
        record.headers().add("job", job.getBytes(StandardCharsets.UTF_8));
      }
      records.add(record);
    }
    return Tracing.within(
        Context.of(JobHeader.KEY, "current"),
        () ->
            KafkaInstrumentation.<String, RuntimeException>callWithBatchSpan(
                records, () -> Kamon.currentContext().get(JobHeader.KEY)));
  }

  /** Its context has an entry and no tags. */
  public static final class JobHeader implements KafkaPropagator {
    static final Context.Key<String> KEY = Context.key("job", "none");

    @Override
    public Context read(Headers headers) {
      Header header = headers.lastHeader("job");
      return header == null
          ? Context.Empty()
          : Context.of(KEY, new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void write(Context context, Headers headers) {}
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

  @ParameterizedTest
  @ValueSource(strings = {"propagate", "ignore"})
  void records_of_topics_without_spans_alone_make_none(String trace) {
    tracing.configure(SECTION + "topics = [{topic = quiet, trace = " + trace + "}]");
    String tenant =
        KafkaInstrumentation.callWithBatchSpan(
            List.of(sent("quiet", 0, 1, "acme"), sent("quiet", 0, 2, "acme")),
            () -> {
              assertThat(Kamon.currentSpan().isEmpty()).isTrue();
              return String.valueOf(Kctx.tag(Kamon.currentContext(), "tenant"));
            });
    assertThat(tenant).isEqualTo(trace.equals("ignore") ? "null" : "acme");
    assertThat(SpanLifecycle.started()).isZero();
  }

  @Test
  void ignored_records_count_but_lend_neither_link_nor_tags() {
    tracing.configure(SECTION + "topics = [{topic = quiet, trace = ignore}]");
    KafkaInstrumentation.runWithBatchSpan(
        List.of(sent("quiet", 0, 1, "acme"), sent("orders", 0, 2, "acme")),
        () -> assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isNull());
    ReportedSpan span = tracing.next();
    assertThat(span.links()).containsExactly(link(2));
    assertThat(span.tags())
        .containsEntry("kafka.batch.size", 2L)
        .containsEntry("kafka.partitions", "quiet-0,orders-0");
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

  private static ReportedSpan.Link link(int sender) {
    return new ReportedSpan.Link("FollowsFrom", id(0xb000 + sender), id(0xa000 + sender));
  }

  private static ConsumerRecord<String, String> sent(String topic, int partition, int sender) {
    return sent(topic, partition, senderSpan(sender));
  }

  private static ConsumerRecord<String, String> sent(
      String topic, int partition, int sender, String tenant) {
    return sent(topic, partition, senderSpan(sender).withTag("tenant", tenant));
  }

  private static ConsumerRecord<String, String> sent(String topic, int partition, Context context) {
    ConsumerRecord<String, String> record = plain(topic, partition);
    record.headers().add("kctx", Kctx.write(context));
    return record;
  }

  private static ConsumerRecord<String, String> plain(String topic, int partition) {
    return new ConsumerRecord<>(topic, partition, 0, "key", "value");
  }

  private static Context senderSpan(int sender) {
    ReportedSpan.Link link = link(sender);
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Trace trace =
        Trace$.MODULE$.create(
            scheme.traceIdFactory().from(link.traceId()), Trace$SamplingDecision$Sample$.MODULE$);
    Span span =
        new Span.Remote(scheme.spanIdFactory().from(link.spanId()), Identifier.Empty(), trace);
    return Context.of(Span.Key(), span);
  }

  private static String id(long number) {
    return String.format(Locale.ROOT, "%016x", number);
  }
}
