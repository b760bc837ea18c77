package kamon.instrumentation.kafka;

import static java.util.Objects.requireNonNull;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.instrumentation.kafka.internal.tracing.ConsumerSpans;
import kamon.instrumentation.kafka.internal.weave.ConsumerEntry;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Spans for consumed records. All methods are safe to call from any thread, with and without an
 * agent, and whether or not Kamon was initialised. They throw nothing of their own but a {@link
 * NullPointerException} for an argument that must not be null; whatever the record's headers hold,
 * the application's action runs.
 *
 * <p>Without an agent (ours or Kanela), spans lack the tags {@code kafka.client-id}, {@code
 * kafka.group-id} and {@code kafka.poll-time}.
 */
public final class KafkaInstrumentation {
  private static final String CONSUMER_PROCESS = "consumer.process";

  private KafkaInstrumentation() {}

  /**
   * What to do with a record, without a result.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface ThrowingRunnable<E extends Throwable> {
    void run() throws E;
  }

  /**
   * What to do with a record, with a result.
   *
   * @param <T> the result
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface ThrowingCallable<T extends @Nullable Object, E extends Throwable> {
    T call() throws E;
  }

  /**
   * The context that a record carries: span and tags of the sender. It is read from the headers, so
   * it works for copied, deserialised and forwarded records as well.
   *
   * @return the context, or {@code Context.Empty()} when there is none or it cannot be read; never
   *     null
   */
  public static Context extractContext(ConsumerRecord<?, ?> record) {
    return ConsumerSpans.incoming(requireNonNull(record, "record"));
  }

  /**
   * The same as {@link #consumerSpan(ConsumerRecord, String)} with name {@code consumer.process}.
   */
  public static Span consumerSpan(ConsumerRecord<?, ?> record) {
    return consumerSpan(record, CONSUMER_PROCESS);
  }

  /**
   * A started span for processing a record: a child of the span that sent it, or, with {@code
   * continue-trace-on-consumer = no}, in a new trace with a link to that span. A record that
   * carries no context gets a child of the current span, if any. The span is not made current.
   *
   * @return the span, which the caller finishes; {@code Span.Empty} when Kamon is not running
   */
  public static Span consumerSpan(ConsumerRecord<?, ?> record, String operationName) {
    requireNonNull(record, "record");
    requireNonNull(operationName, "operationName");
    return ConsumerSpans.start(record, ConsumerEntry.facts(record), operationName);
  }

  /** Runs the action with a span {@code consumer.process}, which is finished after it. */
  public static <E extends Throwable> void runWithConsumerSpan(
      ConsumerRecord<?, ?> record, ThrowingRunnable<E> action) throws E {
    runWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /** Runs the action with a span of the given name, which is finished after it. */
  public static <E extends Throwable> void runWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, ThrowingRunnable<E> action) throws E {
    runWithConsumerSpan(record, operationName, true, action);
  }

  /** As {@link #runWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingCallable)}. */
  public static <E extends Throwable> void runWithConsumerSpan(
      ConsumerRecord<?, ?> record,
      String operationName,
      boolean finishSpan,
      ThrowingRunnable<E> action)
      throws E {
    requireNonNull(action, "action");
    runWithConsumerSpan(
        record,
        operationName,
        finishSpan,
        (ThrowingCallable<@Nullable Void, E>)
            () -> {
              action.run();
              return null;
            });
  }

  /** Calls the action with a span {@code consumer.process}, which is finished after it. */
  public static <T extends @Nullable Object, E extends Throwable> T runWithConsumerSpan(
      ConsumerRecord<?, ?> record, ThrowingCallable<T, E> action) throws E {
    return runWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /** Calls the action with a span of the given name, which is finished after it. */
  public static <T extends @Nullable Object, E extends Throwable> T runWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, ThrowingCallable<T, E> action) throws E {
    return runWithConsumerSpan(record, operationName, true, action);
  }

  /**
   * Calls the action with the context that the record carries, tags included, and a new consumer
   * span as the current ones; where the record carries none, with the current context and the new
   * span. Afterwards the context from before is current again, whatever happened.
   *
   * @param finishSpan false leaves the span open: the action, or what it started, finishes it
   * @return what the action returned
   * @throws E what the action threw: the very exception, after the span was marked as failed
   */
  public static <T extends @Nullable Object, E extends Throwable> T runWithConsumerSpan(
      ConsumerRecord<?, ?> record,
      String operationName,
      boolean finishSpan,
      ThrowingCallable<T, E> action)
      throws E {
    requireNonNull(record, "record");
    requireNonNull(operationName, "operationName");
    requireNonNull(action, "action");
    ConsumerScope scope = ConsumerScope.enter(record, ConsumerEntry.facts(record), operationName);
    try {
      return action.call();
    } catch (Throwable failure) {
      scope.failed(failure);
      throw failure;
    } finally {
      scope.leave(finishSpan);
    }
  }

  /**
   * Carries client id, group id and poll time of a polled record over to one that was built from
   * it, so that spans for the copy have the same tags. Does nothing without an agent.
   */
  public static void copyHiddenState(ConsumerRecord<?, ?> from, ConsumerRecord<?, ?> to) {
    ConsumerEntry.copyFacts(requireNonNull(from, "from"), requireNonNull(to, "to"));
  }
}
