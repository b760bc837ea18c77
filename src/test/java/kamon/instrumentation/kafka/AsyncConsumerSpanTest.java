package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsyncConsumerSpanTest {
  private static final Context BEFORE = Context.of("before", "yes");

  @RegisterExtension final Tracing tracing = new Tracing();

  private final CompletableFuture<String> work = new CompletableFuture<>();

  @Test
  void span_ends_with_the_stage_and_is_current_only_while_the_action_runs() {
    Tracing.within(
        BEFORE,
        () -> {
          CompletableFuture<String> returned =
              KafkaInstrumentation.runWithConsumerSpanAsync(
                  incoming(),
                  () -> {
                    Context current = Kamon.currentContext();
                    assertThat(Kctx.tag(current, "tenant")).isEqualTo("acme");
                    assertThat(current.get(Span.Key()).isEmpty()).isFalse();
                    return work;
                  });
          assertThat(returned).isSameAs(work);
          assertThat(Kamon.currentContext()).isSameAs(BEFORE);
          return null;
        });
    assertThat(SpanLifecycle.started()).isEqualTo(1);
    assertThat(SpanLifecycle.finished()).isZero();
    work.complete("done");
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("consumer.process");
    assertThat(span.parentId()).isEqualTo("00000000000000aa");
    assertThat(span.error()).isFalse();
  }

  @Test
  void stage_that_is_done_already_ends_the_span_at_once() {
    String result =
        KafkaInstrumentation.runWithConsumerSpanAsync(
                record(), "handle", () -> CompletableFuture.completedFuture("done"))
            .join();
    assertThat(result).isEqualTo("done");
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
    assertThat(tracing.next().name()).isEqualTo("handle");
  }

  @Test
  void failed_stage_fails_the_span_with_the_cause() {
    CompletableFuture<String> dependent = work.thenApply(String::trim); // wraps what it gets
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> dependent);
    work.completeExceptionally(new IOException("disk full"));
    assertThatThrownBy(dependent::join).isInstanceOf(CompletionException.class);
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat(span.tags()).containsEntry("error.message", "disk full");
  }

  @Test
  void completion_exception_without_a_cause_is_the_failure_itself() {
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> work);
    work.completeExceptionally(new CompletionException("alone", null));
    assertThat(tracing.next().tags()).containsEntry("error.message", "alone");
  }

  @Test
  void cancelled_stage_fails_the_span() {
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> work);
    assertThat(work.cancel(true)).isTrue();
    assertThat(tracing.next().error()).isTrue();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
  }

  @Test
  void action_that_throws_fails_and_ends_the_span() {
    IOException thrown = new IOException("disk full");
    IOException caught = null;
    try {
      KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> failInstead(thrown));
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
  void no_stage_ends_the_span() {
    Supplier<CompletableFuture<String>> nothing = () -> null;
    assertThat(KafkaInstrumentation.runWithConsumerSpanAsync(record(), nothing)).isNull();
    assertThat(tracing.next().error()).isFalse();
  }

  @Test
  void stage_that_takes_no_callback_ends_the_span_and_is_returned_all_the_same() {
    try (Logs logs = new Logs()) {
      CompletionStage<String> foreign =
          stage(
              callback -> {
                throw new UnsupportedOperationException("no callbacks");
              });
      CompletionStage<String> returned =
          KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> foreign);
      assertThat(returned == foreign).isTrue();
      assertThat(tracing.next().error()).isFalse();
      assertThat(logs.warnings()).hasSizeLessThanOrEqualTo(1); // one a minute
    }
  }

  @Test
  void stage_that_calls_back_twice_and_then_throws_ends_the_span_once() {
    CompletionStage<String> foreign =
        stage(
            callback -> {
              callback.accept("done", null);
              callback.accept(null, new IllegalStateException("no, it failed"));
              throw new UnsupportedOperationException("no callbacks");
            });
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), () -> foreign);
    assertThat(tracing.next().error()).isFalse();
    assertThat(SpanLifecycle.finished()).isEqualTo(1);
  }

  @Test
  void values_of_all_types_of_functions_will_do() throws Exception {
    Supplier<CompletableFuture<String>> supplier = () -> work;
    Callable<CompletableFuture<String>> callable = () -> work;
    KafkaInstrumentation.ThrowingCallable<CompletableFuture<String>, IOException> throwing =
        () -> work;
    CompletableFuture<String> returned =
        KafkaInstrumentation.runWithConsumerSpanAsync(record(), supplier);
    assertThat(returned).isSameAs(work);
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), "a", supplier);
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), callable);
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), "b", callable);
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), throwing);
    KafkaInstrumentation.runWithConsumerSpanAsync(record(), "c", throwing);
    assertThat(SpanLifecycle.finished()).isZero();
    work.complete("done");
    assertThat(tracing.next(6))
        .extracting(ReportedSpan::name)
        .containsExactlyInAnyOrder(
            "consumer.process", "consumer.process", "consumer.process", "a", "b", "c");
  }

  @Test
  void missing_arguments_are_named() {
    Supplier<CompletableFuture<String>> none = null;
    assertThatThrownBy(() -> KafkaInstrumentation.runWithConsumerSpanAsync(record(), none))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    assertThatThrownBy(() -> KafkaInstrumentation.runWithConsumerSpanAsync(null, () -> work))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("record");
    assertThatThrownBy(
            () -> KafkaInstrumentation.runWithConsumerSpanAsync(record(), null, () -> work))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("operationName");
  }

  private static CompletableFuture<String> failInstead(IOException e) throws IOException {
    throw e;
  }

  /** One of an implementation of its own. */
  @SuppressWarnings("unchecked")
  private static CompletionStage<String> stage(
      java.util.function.Consumer<BiConsumer<String, Throwable>> whenComplete) {
    return (CompletionStage<String>)
        Proxy.newProxyInstance(
            AsyncConsumerSpanTest.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, args) -> {
              switch (method.getName()) {
                case "whenComplete":
                  whenComplete.accept((BiConsumer<String, Throwable>) args[0]);
                  return proxy;
                case "equals":
                  return proxy == args[0];
                case "hashCode":
                  return 1;
                default:
                  return method.getName();
              }
            });
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
