package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumerSpanScopeTest {
  private static final Context BEFORE = Context.of("before", "yes");

  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void context_and_span_of_the_record_are_current_until_it_is_closed() {
    Tracing.within(
        BEFORE,
        () -> {
          try (ConsumerSpanScope scope = KafkaInstrumentation.enter(incoming())) {
            Context current = Kamon.currentContext();
            assertThat(current.get(Span.Key())).isSameAs(scope.span());
            assertThat(Kctx.tag(current, "tenant")).isEqualTo("acme");
            assertThat(Kctx.tag(current, "before")).isNull();
            assertThat(SpanLifecycle.finished()).isZero();
          }
          assertThat(Kamon.currentContext()).isSameAs(BEFORE);
          return null;
        });
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("consumer.process");
    assertThat(span.kind()).isEqualTo("consumer");
    assertThat(span.parentId()).isEqualTo("00000000000000aa");
    assertThat(span.error()).isFalse();
    assertThat(span.links()).isEmpty();
    assertThat(span.tags())
        .containsOnlyKeys(
            "kafka.topic",
            "kafka.partition",
            "kafka.offset",
            "kafka.key",
            "kafka.timestamp",
            "kafka.timestamp-type");
  }

  @Test
  void span_has_the_name_of_the_call_and_is_a_child_of_the_current_one_where_nothing_came() {
    ReportedSpan parent =
        tracing.inSpan("loop", () -> KafkaInstrumentation.enter(record(), "handle").close());
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("handle");
    assertThat(span.parentId()).isEqualTo(parent.spanId());
  }

  @Test
  void failure_is_marked_while_the_span_is_open_and_not_afterwards() {
    try (ConsumerSpanScope scope = KafkaInstrumentation.enter(record(), "failing")) {
      scope.fail(new IllegalStateException("no"));
    }
    ConsumerSpanScope scope = KafkaInstrumentation.enter(record(), "fine");
    scope.close();
    scope.fail(new IllegalStateException("too late"));
    ReportedSpan failed = tracing.next("failing");
    assertThat(failed.error()).isTrue();
    assertThat(failed.tags()).containsEntry("error.message", "no");
    assertThat(tracing.next("fine").error()).isFalse();
    assertThatThrownBy(() -> scope.fail(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("failure");
  }

  @Test
  void second_close_changes_neither_span_nor_context() {
    ConsumerSpanScope scope = KafkaInstrumentation.enter(record());
    scope.close();
    Tracing.within(
        BEFORE,
        () -> {
          scope.close();
          assertThat(Kamon.currentContext()).isSameAs(BEFORE);
          return null;
        });
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    tracing.next();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
  }

  @Test
  void close_from_another_thread_finishes_the_span_and_leaves_the_contexts_of_both() {
    ConsumerSpanScope scope = KafkaInstrumentation.enter(incoming());
    Context opened = Kamon.currentContext();
    Context others =
        Clients.get(
            CompletableFuture.supplyAsync(
                () ->
                    Tracing.within(
                        BEFORE,
                        () -> {
                          scope.close();
                          return Kamon.currentContext();
                        })));
    assertThat(others).isSameAs(BEFORE);
    assertThat(tracing.next().parentId()).isEqualTo("00000000000000aa");
    assertThat(Kamon.currentContext()).isSameAs(opened);
    scope.close(); // still restores
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
  }

  @Test
  void close_from_another_thread_after_the_owner_has_closed_does_nothing() {
    ConsumerSpanScope scope = KafkaInstrumentation.enter(record());
    scope.close();
    Clients.get(CompletableFuture.runAsync(scope::close));
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    tracing.next();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
  }

  @Test
  void span_that_the_application_finished_itself_is_not_finished_again() {
    try (ConsumerSpanScope scope = KafkaInstrumentation.enter(record())) {
      scope.span().finish();
    }
    tracing.next();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
  }

  /** As a reactive operator may do it that loses a signal. */
  @Test
  void scope_left_open_lasts_until_one_around_it_is_closed_and_spares_records_with_a_context() {
    Storage.Scope around = Kamon.storeContext(BEFORE);
    ConsumerSpanScope lost = KafkaInstrumentation.enter(record(), "lost");
    KafkaInstrumentation.runWithConsumerSpan(
        incoming(),
        "with its own",
        () -> {
          assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isEqualTo("acme");
          assertThat(Kctx.tag(Kamon.currentContext(), "before")).isNull();
        });
    assertThat(Kamon.currentSpan()).isSameAs(lost.span());
    KafkaInstrumentation.runWithConsumerSpan(record(), "without", () -> {});
    around.close();
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    assertThat(tracing.next("with its own").parentId()).isEqualTo("00000000000000aa");
    assertThat(tracing.next("without").parentId()).isEqualTo(lost.span().id().string());
    lost.span().finish();
    tracing.next("lost");
  }

  @Test
  void nested_scopes_restore_each_others_context() {
    try (ConsumerSpanScope outer = KafkaInstrumentation.enter(record(), "outer")) {
      try (ConsumerSpanScope inner = KafkaInstrumentation.enter(record(), "inner")) {
        assertThat(Kamon.currentSpan()).isSameAs(inner.span());
      }
      assertThat(Kamon.currentSpan()).isSameAs(outer.span());
    }
    assertThat(tracing.next("inner").parentId()).isEqualTo(tracing.next("outer").spanId());
  }

  @Test
  void topic_without_spans_has_its_context_alone() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.topics = [{topic = topic, trace = propagate}]");
    try (ConsumerSpanScope scope = KafkaInstrumentation.enter(incoming())) {
      assertThat(scope.span().isEmpty()).isTrue();
      assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isEqualTo("acme");
    }
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
    assertThat(SpanLifecycle.started()).isZero();
  }

  @Test
  void missing_arguments_are_named_and_nothing_is_entered() {
    assertThatThrownBy(() -> KafkaInstrumentation.enter(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("record");
    assertThatThrownBy(() -> KafkaInstrumentation.enter(record(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operationName");
    assertThat(Kamon.currentContext()).isSameAs(Context.Empty());
  }

  private static ConsumerRecord<String, String> incoming() {
    ConsumerRecord<String, String> record = record();
    record.headers().add("kctx", Kctx.write(Kctx.incoming("tenant", "acme")));
    return record;
  }

  private static ConsumerRecord<String, String> record() {
    return new ConsumerRecord<>("topic", 0, 0, "key", "value");
  }
}
