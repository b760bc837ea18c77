package kamon.instrumentation.kafka;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.tracing.BatchSpans;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.instrumentation.kafka.internal.tracing.ConsumerSpans;
import kamon.instrumentation.kafka.internal.tracing.HeaderContext;
import kamon.instrumentation.kafka.internal.weave.ConsumerEntry;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Spans for consumed records. All methods are safe to call from any thread, with and without an
 * agent, and whether or not Kamon was initialised. They throw nothing of their own but a {@link
 * NullPointerException} for an argument that must not be null; whatever the record's headers hold,
 * the application's action runs.
 *
 * <p>Without an agent (ours or Kanela), spans lack the tags {@code kafka.client-id}, {@code
 * kafka.group-id} and {@code kafka.poll-time}.
 *
 * <p>A name that a call gives is the span's. {@code consumer.process} and {@code
 * consumer.process-batch} leave it to the settings {@code operations.consumer} and {@code
 * operations.batch}, whose defaults are these very names.
 *
 * <p>Spans that only the caller can finish are those of {@code consumerSpan}, {@code batchSpan},
 * {@code enter}, {@code enterBatch} and {@code finishSpan = false}. With an agent, one that is
 * still open when the record's consumer has got records from two more polls, was closed or has lost
 * the partition, is finished in the caller's place and gets the tag {@code kafka.abandoned}, unless
 * {@code finish-abandoned-spans = no}.
 */
public final class KafkaInstrumentation {
  private static final String CONSUMER_PROCESS = "consumer.process";
  private static final String CONSUMER_PROCESS_BATCH = "consumer.process-batch";

  private KafkaInstrumentation() {}

  /**
   * What to do with a record, without a result. It is a {@code Runnable} so that the compiler takes
   * it, and the exceptions' type with it, for a lambda or a method reference where a {@code
   * Runnable} would do as well.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface ThrowingRunnable<E extends Throwable> extends Runnable {
    void runThrowing() throws E;

    /** Runs it where the compiler knows nothing of E: it still throws the very exception. */
    @Override
    @SuppressWarnings("unchecked")
    default void run() {
      ((ThrowingRunnable<RuntimeException>) this).runThrowing();
    }
  }

  /**
   * What to do with a record, with a result. It is a {@code Callable} and a {@code Supplier} for
   * the reason that makes {@link ThrowingRunnable} a {@code Runnable}.
   *
   * @param <T> the result
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface ThrowingCallable<T extends @Nullable Object, E extends Throwable>
      extends Callable<T>, Supplier<T> {
    T callThrowing() throws E;

    /** Calls it where the compiler knows nothing of E: it still throws the very exception. */
    @Override
    @SuppressWarnings("unchecked")
    default T call() {
      return ((ThrowingCallable<T, RuntimeException>) this).callThrowing();
    }

    /** The same as {@link #call()}. */
    @Override
    @SuppressWarnings("unchecked")
    default T get() {
      return ((ThrowingCallable<T, RuntimeException>) this).callThrowing();
    }
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
   * The context that headers carry, for code that has no record: as {@link
   * #extractContext(ConsumerRecord)}.
   */
  public static Context extractContext(Headers headers) {
    return HeaderContext.read(requireNonNull(headers, "headers"));
  }

  /**
   * Writes a context, span and tags, to headers, in the format that the settings name. One that is
   * there is replaced; an empty context leaves none. Headers that are read-only stay as they are,
   * with a warning.
   */
  public static void injectContext(Context context, Headers headers) {
    HeaderContext.write(requireNonNull(context, "context"), requireNonNull(headers, "headers"));
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
   * @return the span, which the caller finishes; {@code Span.Empty} when Kamon is not running, or
   *     the settings want no span. For a record that a framework processes in a span of our hooks
   *     it is that one, which then ends with the framework's call at the latest
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

  /**
   * Runs an action without a result, or one whose result is not wanted; otherwise as {@link
   * #callWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingCallable)}, which says what an
   * action with several checked exceptions needs.
   */
  public static <E extends Throwable> void runWithConsumerSpan(
      ConsumerRecord<?, ?> record,
      String operationName,
      boolean finishSpan,
      ThrowingRunnable<E> action)
      throws E {
    callWithConsumerSpan(record, operationName, finishSpan, withoutResult(action));
  }

  /**
   * As {@link #runWithConsumerSpan(ConsumerRecord, ThrowingRunnable)}, for a {@code Runnable}
   * value.
   */
  public static void runWithConsumerSpan(ConsumerRecord<?, ?> record, Runnable action) {
    runWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /**
   * As {@link #runWithConsumerSpan(ConsumerRecord, String, ThrowingRunnable)}, for a {@code
   * Runnable} value.
   */
  public static void runWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, Runnable action) {
    runWithConsumerSpan(record, operationName, true, action);
  }

  /**
   * As {@link #runWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingRunnable)}, for a
   * {@code Runnable} value.
   */
  public static void runWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, boolean finishSpan, Runnable action) {
    runWithConsumerSpan(record, operationName, finishSpan, throwing(action));
  }

  /** Calls the action with a span {@code consumer.process}, which is finished after it. */
  public static <T extends @Nullable Object, E extends Throwable> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, ThrowingCallable<T, E> action) throws E {
    return callWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /** Calls the action with a span of the given name, which is finished after it. */
  public static <T extends @Nullable Object, E extends Throwable> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, ThrowingCallable<T, E> action) throws E {
    return callWithConsumerSpan(record, operationName, true, action);
  }

  /**
   * Calls the action with the context that the record carries, tags included, and a new consumer
   * span as the current ones; where the record carries none, with the current context and the new
   * span. Afterwards the context from before is current again, whatever happened.
   *
   * <p>One checked exception keeps its type. Of an action that throws several the compiler knows
   * only what they have in common, mostly {@code Exception}. To keep their types, catch what cannot
   * come:
   *
   * <pre>{@code
   * try {
   *   return KafkaInstrumentation.callWithConsumerSpan(record, () -> future.get());
   * } catch (InterruptedException | ExecutionException | RuntimeException e) {
   *   throw e;
   * } catch (Exception e) {
   *   throw new AssertionError(e); // get() throws no other
   * }
   * }</pre>
   *
   * @param finishSpan false leaves the span open: the action, or what it started, finishes it
   * @return what the action returned
   * @throws E what the action threw: the very exception, after the span was marked as failed
   */
  public static <T extends @Nullable Object, E extends Throwable> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record,
      String operationName,
      boolean finishSpan,
      ThrowingCallable<T, E> action)
      throws E {
    requireNonNull(action, "action");
    ConsumerScope scope = open(record, operationName);
    try {
      return action.callThrowing();
    } catch (Throwable failure) {
      scope.failed(failure);
      throw failure;
    } finally {
      scope.leave(finishSpan);
      if (!finishSpan) {
        scope.watch(record, ConsumerEntry.facts(record));
      }
    }
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, ThrowingCallable)}, for a {@code Callable}
   * value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, Callable<T> action) throws Exception {
    return callWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, String, ThrowingCallable)}, for a {@code
   * Callable} value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, Callable<T> action) throws Exception {
    return callWithConsumerSpan(record, operationName, true, action);
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingCallable)}, for a
   * {@code Callable} value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, boolean finishSpan, Callable<T> action)
      throws Exception {
    return callWithConsumerSpan(record, operationName, finishSpan, throwing(action));
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, ThrowingCallable)}, for a {@code Supplier}
   * value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, Supplier<T> action) {
    return callWithConsumerSpan(record, CONSUMER_PROCESS, true, action);
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, String, ThrowingCallable)}, for a {@code
   * Supplier} value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, Supplier<T> action) {
    return callWithConsumerSpan(record, operationName, true, action);
  }

  /**
   * As {@link #callWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingCallable)}, for a
   * {@code Supplier} value.
   */
  public static <T extends @Nullable Object> T callWithConsumerSpan(
      ConsumerRecord<?, ?> record, String operationName, boolean finishSpan, Supplier<T> action) {
    return callWithConsumerSpan(record, operationName, finishSpan, throwing(action));
  }

  /** Calls the action with a span {@code consumer.process}, which ends with the stage. */
  public static <S extends @Nullable CompletionStage<?>, E extends Throwable>
      S runWithConsumerSpanAsync(ConsumerRecord<?, ?> record, ThrowingCallable<S, E> action)
          throws E {
    return runWithConsumerSpanAsync(record, CONSUMER_PROCESS, action);
  }

  /**
   * Calls an action that goes on after it has returned. The context of the record and its span are
   * current while the action itself runs, not in what it has started. The span is finished when the
   * stage is done: as failed when that has failed or was cancelled, with the cause of a {@code
   * CompletionException}. An action that throws, and one that returns null, ends the span at once.
   *
   * @return the very stage that the action returned
   * @throws E what the action threw: the very exception
   */
  public static <S extends @Nullable CompletionStage<?>, E extends Throwable>
      S runWithConsumerSpanAsync(
          ConsumerRecord<?, ?> record, String operationName, ThrowingCallable<S, E> action)
          throws E {
    requireNonNull(action, "action");
    ConsumerScope scope = open(record, operationName);
    S stage;
    try {
      stage = action.callThrowing();
    } catch (Throwable failure) {
      scope.failed(failure);
      scope.leave(true);
      throw failure;
    }
    scope.leave(false);
    scope.finishWith(stage);
    return stage;
  }

  /**
   * As {@link #runWithConsumerSpanAsync(ConsumerRecord, ThrowingCallable)}, for a {@code Callable}
   * value.
   */
  public static <S extends @Nullable CompletionStage<?>> S runWithConsumerSpanAsync(
      ConsumerRecord<?, ?> record, Callable<S> action) throws Exception {
    return runWithConsumerSpanAsync(record, CONSUMER_PROCESS, action);
  }

  /**
   * As {@link #runWithConsumerSpanAsync(ConsumerRecord, String, ThrowingCallable)}, for a {@code
   * Callable} value.
   */
  public static <S extends @Nullable CompletionStage<?>> S runWithConsumerSpanAsync(
      ConsumerRecord<?, ?> record, String operationName, Callable<S> action) throws Exception {
    return runWithConsumerSpanAsync(record, operationName, throwing(action));
  }

  /**
   * As {@link #runWithConsumerSpanAsync(ConsumerRecord, ThrowingCallable)}, for a {@code Supplier}
   * value.
   */
  public static <S extends @Nullable CompletionStage<?>> S runWithConsumerSpanAsync(
      ConsumerRecord<?, ?> record, Supplier<S> action) {
    return runWithConsumerSpanAsync(record, CONSUMER_PROCESS, action);
  }

  /**
   * As {@link #runWithConsumerSpanAsync(ConsumerRecord, String, ThrowingCallable)}, for a {@code
   * Supplier} value.
   */
  public static <S extends @Nullable CompletionStage<?>> S runWithConsumerSpanAsync(
      ConsumerRecord<?, ?> record, String operationName, Supplier<S> action) {
    return runWithConsumerSpanAsync(record, operationName, throwing(action));
  }

  /** The same as {@link #enter(ConsumerRecord, String)} with name {@code consumer.process}. */
  public static ConsumerSpanScope enter(ConsumerRecord<?, ?> record) {
    return enter(record, CONSUMER_PROCESS);
  }

  /**
   * Makes the context that a record carries and a new consumer span the current ones, as {@link
   * #callWithConsumerSpan(ConsumerRecord, String, boolean, ThrowingCallable)} does, until the scope
   * is closed.
   */
  public static ConsumerSpanScope enter(ConsumerRecord<?, ?> record, String operationName) {
    ConsumerScope scope = open(record, operationName);
    scope.watch(record, ConsumerEntry.facts(record));
    return new ConsumerSpanScope(scope);
  }

  /** The same as {@link #batchSpan(Iterable, String)} with name {@code consumer.process-batch}. */
  public static Span batchSpan(Iterable<? extends ConsumerRecord<?, ?>> records) {
    return batchSpan(records, CONSUMER_PROCESS_BATCH);
  }

  /**
   * A started span for processing several records at once, such as all of a poll, with a link to
   * each span that sent some of them, 128 at most. Where a single span sent them all, it is a child
   * of that one instead, unless {@code continue-trace-on-consumer = no}; otherwise of the current
   * span, if any. The span is not made current.
   *
   * @param records are iterated over once; not kept
   * @return the span, which the caller finishes; {@code Span.Empty} when there are no records,
   *     Kamon is not running, or the settings want no span. For a batch that a framework processes
   *     in a span of our hooks it is that one, which then ends with the framework's call at the
   *     latest
   */
  public static Span batchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName) {
    requireNonNull(records, "records");
    requireNonNull(operationName, "operationName");
    return BatchSpans.start(records, ConsumerEntry::facts, operationName);
  }

  /** The same as {@link #enterBatch(Iterable, String)}, named {@code consumer.process-batch}. */
  public static ConsumerSpanScope enterBatch(Iterable<? extends ConsumerRecord<?, ?>> records) {
    return enterBatch(records, CONSUMER_PROCESS_BATCH);
  }

  /**
   * Makes a {@link #batchSpan(Iterable, String)} current, until the scope is closed, as {@link
   * #callWithBatchSpan(Iterable, String, ThrowingCallable)} does.
   */
  public static ConsumerSpanScope enterBatch(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName) {
    return new ConsumerSpanScope(open(records, operationName, true));
  }

  /** Runs the action with a span {@code consumer.process-batch}, which is finished after it. */
  public static <E extends Throwable> void runWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, ThrowingRunnable<E> action) throws E {
    runWithBatchSpan(records, CONSUMER_PROCESS_BATCH, action);
  }

  /**
   * Runs an action without a result, or one whose result is not wanted; otherwise as {@link
   * #callWithBatchSpan(Iterable, String, ThrowingCallable)}.
   */
  public static <E extends Throwable> void runWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      String operationName,
      ThrowingRunnable<E> action)
      throws E {
    callWithBatchSpan(records, operationName, withoutResult(action));
  }

  /** As {@link #runWithBatchSpan(Iterable, ThrowingRunnable)}, for a {@code Runnable} value. */
  public static void runWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, Runnable action) {
    runWithBatchSpan(records, CONSUMER_PROCESS_BATCH, action);
  }

  /**
   * As {@link #runWithBatchSpan(Iterable, String, ThrowingRunnable)}, for a {@code Runnable} value.
   */
  public static void runWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName, Runnable action) {
    runWithBatchSpan(records, operationName, throwing(action));
  }

  /** Calls the action with a span {@code consumer.process-batch}, which is finished after it. */
  public static <T extends @Nullable Object, E extends Throwable> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, ThrowingCallable<T, E> action) throws E {
    return callWithBatchSpan(records, CONSUMER_PROCESS_BATCH, action);
  }

  /**
   * Calls the action with a {@link #batchSpan(Iterable, String)} as the current one. Context tags
   * and entries that all records carry alike are current as well; where they differ, those that
   * were current before. Afterwards the context from before is current again, whatever happened.
   * Without records, the action is called, and there is no span.
   *
   * @return what the action returned
   * @throws E what the action threw: the very exception, after the span was marked as failed
   */
  public static <T extends @Nullable Object, E extends Throwable> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      String operationName,
      ThrowingCallable<T, E> action)
      throws E {
    requireNonNull(action, "action");
    ConsumerScope scope = open(records, operationName, false);
    try {
      return action.callThrowing();
    } catch (Throwable failure) {
      scope.failed(failure);
      throw failure;
    } finally {
      scope.leave(true);
    }
  }

  /** As {@link #callWithBatchSpan(Iterable, ThrowingCallable)}, for a {@code Callable} value. */
  public static <T extends @Nullable Object> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, Callable<T> action) throws Exception {
    return callWithBatchSpan(records, CONSUMER_PROCESS_BATCH, action);
  }

  /**
   * As {@link #callWithBatchSpan(Iterable, String, ThrowingCallable)}, for a {@code Callable}
   * value.
   */
  public static <T extends @Nullable Object> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName, Callable<T> action)
      throws Exception {
    return callWithBatchSpan(records, operationName, throwing(action));
  }

  /** As {@link #callWithBatchSpan(Iterable, ThrowingCallable)}, for a {@code Supplier} value. */
  public static <T extends @Nullable Object> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, Supplier<T> action) {
    return callWithBatchSpan(records, CONSUMER_PROCESS_BATCH, action);
  }

  /**
   * As {@link #callWithBatchSpan(Iterable, String, ThrowingCallable)}, for a {@code Supplier}
   * value.
   */
  public static <T extends @Nullable Object> T callWithBatchSpan(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName, Supplier<T> action) {
    return callWithBatchSpan(records, operationName, throwing(action));
  }

  /**
   * Carries client id, group id and poll time of a polled record over to one that was built from
   * it, so that spans for the copy have the same tags. Does nothing without an agent.
   */
  public static void copyHiddenState(ConsumerRecord<?, ?> from, ConsumerRecord<?, ?> to) {
    ConsumerEntry.copyFacts(requireNonNull(from, "from"), requireNonNull(to, "to"));
  }

  private static ConsumerScope open(ConsumerRecord<?, ?> record, String operationName) {
    requireNonNull(record, "record");
    requireNonNull(operationName, "operationName");
    return ConsumerScope.enter(record, ConsumerEntry.facts(record), operationName);
  }

  private static ConsumerScope open(
      Iterable<? extends ConsumerRecord<?, ?>> records, String operationName, boolean watched) {
    requireNonNull(records, "records");
    requireNonNull(operationName, "operationName");
    return ConsumerScope.enter(records, ConsumerEntry::facts, operationName, watched);
  }

  private static <E extends Throwable> ThrowingCallable<@Nullable Void, E> withoutResult(
      ThrowingRunnable<E> action) {
    requireNonNull(action, "action");
    return () -> {
      action.runThrowing();
      return null;
    };
  }

  private static ThrowingRunnable<RuntimeException> throwing(Runnable action) {
    return requireNonNull(action, "action")::run;
  }

  private static <T extends @Nullable Object> ThrowingCallable<T, Exception> throwing(
      Callable<T> action) {
    return requireNonNull(action, "action")::call;
  }

  private static <T extends @Nullable Object> ThrowingCallable<T, RuntimeException> throwing(
      Supplier<T> action) {
    return requireNonNull(action, "action")::get;
  }
}
