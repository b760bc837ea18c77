package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunWithConsumerSpanTest {
  private static final Context BEFORE = Context.of("before", "yes");
  private static final KafkaInstrumentation.ThrowingCallable<String, RuntimeException> NO_CALLABLE =
      null;

  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void action_runs_with_the_incoming_context_and_its_span() {
    ConsumerRecord<String, String> record = record(Kctx.write(Kctx.incoming("tenant", "acme")));
    String result =
        Tracing.within(
            BEFORE,
            () -> {
              String value =
                  KafkaInstrumentation.callWithConsumerSpan(
                      record,
                      () -> {
                        Context current = Kamon.currentContext();
                        assertThat(Kctx.tag(current, "tenant")).isEqualTo("acme");
                        assertThat(Kctx.tag(current, "before")).isNull();
                        return current.get(Span.Key()).id().string();
                      });
              assertThat(Kamon.currentContext()).isSameAs(BEFORE);
              return value;
            });
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("consumer.process");
    assertThat(span.spanId()).isEqualTo(result);
    assertThat(span.parentId()).isEqualTo("00000000000000aa");
    assertThat(span.error()).isFalse();
  }

  @Test
  void action_runs_with_the_current_context_when_the_record_carries_none() {
    Tracing.within(
        BEFORE,
        () -> {
          KafkaInstrumentation.runWithConsumerSpan(
              record(),
              () -> {
                assertThat(Kctx.tag(Kamon.currentContext(), "before")).isEqualTo("yes");
                assertThat(Kamon.currentSpan().isEmpty()).isFalse();
              });
          assertThat(Kamon.currentContext()).isSameAs(BEFORE);
          return null;
        });
    assertThat(tracing.next().parentId()).isEmpty();
  }

  @Test
  void record_without_headers_at_all_has_a_span() {
    tracing.configure("kamon.trace.hooks { pre-start = [], pre-finish = [] }"); // as mostly
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>("t", 0, 7, "k", "v") {
          @Override
          public Headers headers() {
            return null; // old releases take null for them
          }
        };
    KafkaInstrumentation.runWithConsumerSpan(
        record, () -> assertThat(Kamon.currentSpan().isEmpty()).isFalse());
    assertThat(tracing.next().name()).isEqualTo("consumer.process");
    tracing.configure(""); // for what follows the test
  }

  @Test
  void incoming_tags_without_a_span_are_current_too() {
    ConsumerRecord<String, String> record = record(Kctx.write(Context.of("tenant", "acme")));
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        "handle",
        () -> assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isEqualTo("acme"));
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("handle");
    assertThat(span.parentId()).isEmpty();
  }

  @Test
  void checked_exception_reaches_the_caller_with_its_type_and_fails_the_span() {
    IOException thrown = new IOException("disk full");
    IOException caught = null;
    try {
      KafkaInstrumentation.runWithConsumerSpan(record(), () -> failWith(thrown));
    } catch (IOException e) { // compiles only because the type is passed through
      caught = e;
    }
    assertThat(caught).isSameAs(thrown);
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat(span.tags()).containsEntry("error.message", "disk full");
  }

  @Test
  void value_action_may_throw_as_well() {
    IllegalStateException thrown = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                KafkaInstrumentation.<String, RuntimeException>callWithConsumerSpan(
                    record(),
                    "handle",
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(tracing.next().error()).isTrue();
  }

  @Test
  void checked_exception_passes_through_views_of_the_action_that_hide_it() {
    IOException thrown = new IOException("disk full");
    KafkaInstrumentation.ThrowingRunnable<IOException> runnable = () -> failWith(thrown);
    KafkaInstrumentation.ThrowingCallable<String, IOException> callable =
        () -> {
          failWith(thrown);
          return "never";
        };
    Runnable asRunnable = runnable;
    Callable<String> asCallable = callable;
    Supplier<String> asSupplier = callable;
    assertThatThrownBy(() -> KafkaInstrumentation.runWithConsumerSpan(record(), asRunnable))
        .isSameAs(thrown);
    assertThatThrownBy(() -> KafkaInstrumentation.callWithConsumerSpan(record(), asCallable))
        .isSameAs(thrown);
    assertThatThrownBy(() -> KafkaInstrumentation.callWithConsumerSpan(record(), asSupplier))
        .isSameAs(thrown);
    assertThat(tracing.next(3)).allMatch(ReportedSpan::error);
  }

  @Test
  void error_is_rethrown_and_fails_the_span() {
    AssertionError thrown = new AssertionError("really");
    assertThatThrownBy(
            () ->
                KafkaInstrumentation.runWithConsumerSpan(
                    record(),
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(tracing.next().error()).isTrue();
  }

  @Test
  void span_stays_open_when_asked_to_and_the_context_is_restored() {
    Span open =
        KafkaInstrumentation.callWithConsumerSpan(
            record(), "handle", false, () -> Kamon.currentSpan());
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    assertThat(SpanLifecycle.finished()).isZero();
    tracing.expectNoMore();
    open.finish();
    assertThat(tracing.next().spanId()).isEqualTo(open.id().string());
  }

  @Test
  void failing_action_leaves_the_span_open_but_failed_when_asked_to() {
    List<Span> open = new ArrayList<>();
    assertThatThrownBy(
            () ->
                KafkaInstrumentation.runWithConsumerSpan(
                    record(),
                    "handle",
                    false,
                    () -> {
                      open.add(Kamon.currentSpan());
                      throw new IllegalStateException("later");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    open.get(0).finish();
    assertThat(tracing.next().error()).isTrue();
  }

  @Test
  void nested_calls_restore_each_others_context() {
    KafkaInstrumentation.runWithConsumerSpan(
        record(),
        "outer",
        () -> {
          Span outer = Kamon.currentSpan();
          KafkaInstrumentation.runWithConsumerSpan(record(), "inner", () -> {});
          assertThat(Kamon.currentSpan()).isSameAs(outer);
        });
    ReportedSpan inner = tracing.next();
    ReportedSpan outer = tracing.next();
    assertThat(inner.name()).isEqualTo("inner");
    assertThat(outer.name()).isEqualTo("outer");
    assertThat(inner.parentId()).isEqualTo(outer.spanId());
  }

  @Test
  void missing_arguments_are_named() {
    assertThatThrownBy(() -> KafkaInstrumentation.consumerSpan(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("record");
    assertThatThrownBy(() -> KafkaInstrumentation.consumerSpan(record(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operationName");
    assertThatThrownBy(
            () ->
                KafkaInstrumentation.runWithConsumerSpan(
                    record(), (KafkaInstrumentation.ThrowingRunnable<RuntimeException>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(
            () -> KafkaInstrumentation.runWithConsumerSpan(record(), "handle", (Runnable) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(() -> KafkaInstrumentation.callWithConsumerSpan(record(), NO_CALLABLE))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(
            () -> KafkaInstrumentation.callWithConsumerSpan(record(), (Callable<String>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(
            () -> KafkaInstrumentation.callWithConsumerSpan(record(), (Supplier<String>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(
            () -> KafkaInstrumentation.callWithConsumerSpan(null, "handle", true, () -> "value"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("record");
    assertThatThrownBy(() -> KafkaInstrumentation.runWithConsumerSpan(record(), null, () -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operationName");
    assertThatThrownBy(() -> KafkaInstrumentation.extractContext((ConsumerRecord<?, ?>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("record");
  }

  private static void failWith(IOException e) throws IOException {
    throw e;
  }

  private static ConsumerRecord<String, String> record(byte[] kctx) {
    ConsumerRecord<String, String> record = record();
    record.headers().add("kctx", kctx);
    return record;
  }

  private static ConsumerRecord<String, String> record() {
    return new ConsumerRecord<>("topic", 0, 0, "key", "value");
  }
}
