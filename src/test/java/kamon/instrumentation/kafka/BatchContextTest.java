package kamon.instrumentation.kafka;

import static kamon.instrumentation.kafka.Senders.link;
import static kamon.instrumentation.kafka.Senders.plain;
import static kamon.instrumentation.kafka.Senders.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contexts of a batch's records have to do with the one that its action runs in. */
class BatchContextTest {
  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing.";
  private static final Context BEFORE = Context.of("before", "yes");

  @RegisterExtension final Tracing tracing = new Tracing();

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
  void what_others_say_of_a_trace_comes_with_the_span_that_is_in_it() {
    tracing.configure(SECTION + "propagator = w3c\nkamon.trace.identifier-scheme = double");
    assertThat(stateOf("", w3c(1, "a"), w3c(1, "a"))).as("one sender").isEqualTo("theirs=1");
    assertThat(stateOf("ours=2", w3c(1, "a"), w3c(1, "b"))).as("one").isEqualTo("theirs=1");
    assertThat(stateOf("", w3c(1, "a"), w3c(2, "a"))).as("two senders").isEmpty();
    assertThat(stateOf("ours=2", w3c(1, "a"), w3c(2, "a"))).as("two").isEqualTo("ours=2");
  }

  /** While a batch is processed within a request. */
  @SafeVarargs
  private String stateOf(String current, ConsumerRecord<String, String>... records) {
    Context.Key<String> state = Context.key("tracestate", "");
    AtomicReference<String> seen = new AtomicReference<>();
    Tracing.within(
        Context.of(state, current),
        () ->
            tracing.inSpan(
                "request",
                () ->
                    KafkaInstrumentation.runWithBatchSpan(
                        List.of(records), () -> seen.set(Kamon.currentContext().get(state)))));
    tracing.next("consumer.process-batch");
    return seen.get();
  }

  private static ConsumerRecord<String, String> w3c(int sender, String tenant) {
    ConsumerRecord<String, String> record = plain("orders", 0);
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b" + sender + "-01";
    record.headers().add("traceparent", parent.getBytes(StandardCharsets.US_ASCII));
    record.headers().add("tracestate", "theirs=1".getBytes(StandardCharsets.US_ASCII));
    record.headers().add("baggage", ("tenant=" + tenant).getBytes(StandardCharsets.US_ASCII));
    return record;
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
}
