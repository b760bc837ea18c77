package kamon.instrumentation.kafka.internal.frameworks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.internal.tracing.HeaderContext;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.tag.Lookups;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hooks in Kafka Streams do, in the order in which a task calls them. */
class TaskWorkTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Object task = new Object();

  @Test
  void forwarded_copy_of_the_records_headers_stays_in_its_span() {
    ConsumerRecord<String, String> record = record("newer");
    TaskWork.enter(task, record, null);
    Span span = Kamon.currentSpan();
    Headers copy = new RecordHeaders(record.headers()).add("more", new byte[1]);
    assertThat(ForwardWork.enter("orders", copy)).isNull();
    assertThat(ForwardWork.enter("orders", parsed(record))).isNull();
    assertThat(Kamon.currentSpan()).isSameAs(span);
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void what_comes_out_of_records_that_nobody_knows_is_never_the_one_records_that_let_it_out() {
    ConsumerRecord<String, String> closing = record("closing");
    TaskWork.enter(task, closing, null);
    ForwardWork unknown = ForwardWork.enterUnknown();
    Headers copy = new RecordHeaders(closing.headers()).add("more", new byte[1]);
    assertThat(ForwardWork.enter("orders", copy)).isNull();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    unknown.close();
    assertThat(closing.headers()).extracting(Header::key).containsExactly("kctx");
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    // A cache has kept it.
    assertThat(copy).extracting(Header::key).containsExactly("more");
    assertThat(ForwardWork.enter("orders", copy)).isNull();
    assertNothingIsLeft();
  }

  @Test
  void
      what_nobody_knows_stays_so_when_headers_are_added_to_it_and_keeps_those_of_the_application() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + OnlyTags.class.getName()
            + "\"");
    TaskWork.enter(task, record(Context.of("tenant", "closing")), null);
    ForwardWork unknown = ForwardWork.enterUnknown();
    Headers copy = new RecordHeaders().add("tenant", "closing".getBytes(StandardCharsets.UTF_8));
    assertThat(ForwardWork.enter("orders", copy.add("more", new byte[1]))).isNull();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    assertThat(copy).extracting(Header::key).containsExactly("tenant", "more");
    unknown.close();
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void headers_of_another_record_beat_the_current_span_and_empty_ones_do_not() {
    ConsumerRecord<String, String> older = record("older");
    ConsumerRecord<String, String> newer = record("newer");
    TaskWork.enter(task, newer, null);
    Span span = Kamon.currentSpan();
    assertThat(ForwardWork.enter("orders", new RecordHeaders())).isNull();
    ForwardWork forward = ForwardWork.enter("orders", older.headers());
    assertThat(Kamon.currentSpan().trace().id()).isNotEqualTo(span.trace().id());
    assertThat(tenant()).isEqualTo("older");
    ForwardWork back = ForwardWork.enter("orders", newer.headers());
    assertThat(Kamon.currentSpan()).isSameAs(span);
    back.close();
    assertThat(tenant()).isEqualTo("older");
    forward.close();
    assertThat(Kamon.currentSpan()).isSameAs(span);
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void tags_without_a_span_beat_those_of_the_record_that_is_processed() {
    ConsumerRecord<String, String> older = record(Context.of("tenant", "acme"));
    for (Context newer : new Context[] {Context.of("tenant", "globex"), Context.Empty()}) {
      TaskWork.enter(task, record(newer), null);
      Span span = Kamon.currentSpan();
      ForwardWork forward = ForwardWork.enter("orders", older.headers());
      assertThat(Kamon.currentSpan().isEmpty()).isTrue();
      assertThat(tenant()).isEqualTo("acme");
      forward.close();
      assertThat(Kamon.currentSpan()).isSameAs(span);
      TaskWork.leave(task, false, null);
      tracing.next("consumer.process");
      assertNothingIsLeft();
    }
  }

  @Test
  void records_that_were_sent_in_one_span_keep_their_own_tags() {
    Context sender = Context.of(Span.Key(), span());
    ConsumerRecord<String, String> older = record(sender.withTag("tenant", "acme"));
    TaskWork.enter(task, record(sender.withTag("tenant", "globex")), null);
    ForwardWork forward = ForwardWork.enter("orders", older.headers());
    assertThat(Kamon.currentSpan().id()).isEqualTo(sender.get(Span.Key()).id());
    assertThat(tenant()).isEqualTo("acme");
    forward.close();
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void parsed_copy_of_tags_without_a_span_stays_in_the_records_span() {
    ConsumerRecord<String, String> record = record(Context.of("tenant", "acme"));
    TaskWork.enter(task, record, null);
    Span span = Kamon.currentSpan();
    assertThat(ForwardWork.enter("orders", parsed(record))).isNull();
    assertThat(Kamon.currentSpan()).isSameAs(span);
    assertThat(tenant()).isEqualTo("acme");
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void entries_of_a_context_without_span_and_tags_beat_those_of_the_record_that_is_processed() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + OnlyEntries.class.getName()
            + "\"");
    ConsumerRecord<String, String> newer = record(Context.of(OnlyEntries.KEY, "newer"));
    ConsumerRecord<String, String> older = record(Context.of(OnlyEntries.KEY, "older"));
    TaskWork.enter(task, newer, null);
    assertThat(Kamon.currentContext().get(OnlyEntries.KEY)).isEqualTo("newer");
    ForwardWork forward = ForwardWork.enter("orders", older.headers());
    assertThat(Kamon.currentContext().get(OnlyEntries.KEY)).isEqualTo("older");
    forward.close();
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void record_of_a_store_is_in_its_own_context_outside_of_any_record() {
    ForwardWork forward = ForwardWork.enter("orders", record("older").headers());
    assertThat(tenant()).isEqualTo("older");
    forward.close();
    assertNothingIsLeft();
  }

  @Test
  void switched_off_it_does_nothing() {
    tracing.configure("kamon.instrumentation.kafka.client.frameworks.kafka-streams = no");
    TaskWork.enter(task, record("newer"), null);
    assertThat(ForwardWork.enter("orders", record("older").headers())).isNull();
    TaskWork.leave(task, false, null);
    assertNothingIsLeft();
  }

  @Test
  void record_that_the_task_keeps_has_one_span_with_each_failed_attempt() {
    ConsumerRecord<String, String> record = record("newer");
    TaskWork.enter(task, record, null);
    Span span = Kamon.currentSpan();
    TaskWork.leave(task, true, new IllegalStateException("not yet"));
    assertNothingIsLeft();
    assertThat(SpanLifecycle.finished()).isZero();
    TaskWork.enter(task, record, null);
    assertThat(Kamon.currentSpan()).isSameAs(span);
    assertThat(tenant()).isEqualTo("newer");
    TaskWork.leave(task, false, null);
    ReportedSpan reported = tracing.next("consumer.process");
    assertThat(reported.error()).isFalse();
    assertThat(reported.marks().toString())
        .contains("attempt failed: java.lang.IllegalStateException");
    assertNothingIsLeft();
  }

  @Test
  void span_of_a_kept_record_fails_when_its_task_is_closed() {
    TaskWork.enter(task, record("newer"), null);
    TaskWork.leave(task, true, new IllegalStateException("not yet"));
    TaskWork.closed(task);
    assertThat(tracing.next("consumer.process").tags()).containsEntry("error.message", "not yet");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void record_that_was_begun_but_never_left_ends_with_the_next_one(boolean sameTask) {
    TaskWork.enter(sameTask ? task : new Object(), record("older"), null);
    ForwardWork.enter("orders", record("oldest").headers());
    TaskWork.enter(task, record(Context.Empty()), null);
    assertThat(tenant()).isNull();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
    TaskWork.leave(task, false, null);
    assertThat(SpanLifecycle.finished()).isEqualTo(2);
    assertThat(tracing.next(2)).extracting(ReportedSpan::parentId).contains("");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void record_that_was_begun_but_never_left_ends_when_a_task_has_none(boolean sameTask) {
    TaskWork.enter(sameTask ? task : new Object(), record("older"), null);
    TaskWork.leave(task, false, null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void record_whose_forwarding_was_never_left_ends_and_is_failed_as_ever() {
    TaskWork.enter(task, record("newer"), null);
    ForwardWork.enter("orders", record("older").headers());
    TaskWork.leave(task, false, new IllegalStateException("no"));
    assertThat(tracing.next("consumer.process").tags()).containsEntry("error.message", "no");
    assertNothingIsLeft();
  }

  @Test
  void record_that_was_begun_but_never_left_ends_also_when_tasks_are_switched_off() {
    TaskWork.enter(new Object(), record("older"), null);
    tracing.configure("kamon.instrumentation.kafka.client.frameworks.kafka-streams = no");
    TaskWork.enter(task, record("newer"), null);
    tracing.next("consumer.process");
    assertNothingIsLeft();
  }

  @Test
  void topology_that_a_processor_runs_leaves_the_processors_record_alone() {
    Driven outer = new Driven();
    Driven inner = new Driven();
    outer.process(
        () -> {
          TaskWork.enter(outer, record("outer"), null);
          Span span = Kamon.currentSpan();
          inner.process(
              () -> {
                TaskWork.enter(inner, record("inner"), null);
                assertThat(tenant()).isEqualTo("inner");
                TaskWork.leave(inner, false, null);
              });
          assertThat(Kamon.currentSpan()).isSameAs(span);
          inner.process(() -> TaskWork.leave(inner, false, null));
          assertThat(Kamon.currentSpan()).isSameAs(span);
          assertThat(SpanLifecycle.finished()).isEqualTo(1);
          ForwardWork forward = ForwardWork.enter("orders", record("older").headers());
          inner.process(
              () -> {
                TaskWork.enter(inner, record("inner"), null);
                TaskWork.leave(inner, false, null);
              });
          assertThat(tenant()).isEqualTo("older");
          forward.close();
          assertThat(Kamon.currentSpan()).isSameAs(span);
          TaskWork.leave(outer, false, null);
        });
    assertThat(SpanLifecycle.finished()).isEqualTo(3);
    tracing.next(3);
    assertNothingIsLeft();
  }

  @Test
  void topology_that_a_store_or_another_framework_runs_leaves_theirs_alone() {
    Processing framework = Processing.open();
    ForwardWork forward = ForwardWork.enter("orders", record("older").headers());
    TaskWork.enter(task, record("newer"), null);
    TaskWork.leave(task, false, null);
    TaskWork.leave(task, false, null); // It has no other.
    assertThat(tenant()).isEqualTo("older");
    forward.close();
    assertThat(Processing.current()).isSameAs(framework);
    TaskWork.enter(task, record("newer"), null);
    TaskWork.leave(task, false, null);
    assertThat(Processing.current()).isSameAs(framework);
    framework.close();
    tracing.next(2);
    assertNothingIsLeft();
  }

  @Test
  void failure_that_a_handler_is_told_of_fails_the_span_and_its_answer_stays() throws Exception {
    Handler handler = (what, failure) -> what + " goes on";
    Handler watched = (Handler) WatchedHandler.of(handler, Handler.class);
    TaskWork.enter(task, record("newer"), null);
    assertThat(watched.handle("it", new IllegalStateException("no"))).isEqualTo("it goes on");
    TaskWork.leave(task, false, null);
    assertThat(tracing.next("consumer.process").tags()).containsEntry("error.message", "no");
  }

  /** A task whose method is on the stack. */
  private static final class Driven {
    void process(Runnable processor) {
      processor.run();
    }
  }

  /** As that of Kafka Streams, in what counts here. */
  public interface Handler {
    String handle(String what, Exception failure);
  }

  /** A propagator of a user's with a header that the user's code may read as well. */
  public static final class OnlyTags implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      Header header = headers.lastHeader("tenant");
      return header == null
          ? Context.Empty()
          : Context.of("tenant", new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void write(Context context, Headers headers) {
      String tenant = context.getTag(Lookups.plain("tenant"));
      headers.remove("tenant").add("tenant", tenant.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A propagator of a user's who knows neither spans nor tags. */
  public static final class OnlyEntries implements KafkaPropagator {
    static final Context.Key<String> KEY = Context.key("entry", "");

    @Override
    public Context read(Headers headers) {
      Header header = headers.lastHeader("entry");
      return header == null
          ? Context.Empty()
          : Context.of(KEY, new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.remove("entry").add("entry", context.get(KEY).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String tenant() {
    return Kamon.currentContext().getTag(Lookups.plain("tenant"));
  }

  /** One that was sent within a trace of its own. */
  private static ConsumerRecord<String, String> record(String tenant) {
    return record(Context.of("tenant", tenant).withEntry(Span.Key(), span()));
  }

  private static Span span() {
    Identifier.Scheme ids = Kamon.identifierScheme();
    Trace trace =
        Trace$.MODULE$.create(
            ids.traceIdFactory().generate(), Trace$SamplingDecision$Sample$.MODULE$);
    return new Span.Remote(ids.spanIdFactory().generate(), Identifier.Empty(), trace);
  }

  private static ConsumerRecord<String, String> record(Context context) {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 0, 0, "key", "value");
    HeaderContext.write(context, record.headers());
    return record;
  }

  /** Its headers as they are when a store has kept them as bytes. */
  private static Headers parsed(ConsumerRecord<?, ?> record) {
    Headers parsed = new RecordHeaders();
    record.headers().forEach(header -> parsed.add(header.key(), header.value().clone()));
    return parsed;
  }

  private static void assertNothingIsLeft() {
    assertThat(Processing.current()).isNull();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }
}
