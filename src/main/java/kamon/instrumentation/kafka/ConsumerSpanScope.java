package kamon.instrumentation.kafka;

import static java.util.Objects.requireNonNull;

import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.trace.Span;

/**
 * The time in which the span of a record or of a batch is current, for code that no lambda fits:
 *
 * <pre>{@code
 * try (ConsumerSpanScope scope = KafkaInstrumentation.enter(record)) {
 *   process(record);
 * }
 * }</pre>
 *
 * <p>What is thrown inside is not seen: say {@link #fail} in a {@code catch}. Scopes of one thread
 * are to be closed in the reverse order of their opening, as Kamon's own.
 *
 * <p>A scope that is never closed leaves its context current in the thread that opened it, until a
 * scope around it is closed. There, records that carry a context of their own are processed in that
 * one all the same; those without become children of the span that was left.
 */
public final class ConsumerSpanScope implements AutoCloseable {
  private final Thread owner = Thread.currentThread();
  private final ConsumerScope scope;
  private boolean restored; // only of the owner

  ConsumerSpanScope(ConsumerScope scope) {
    this.scope = scope;
  }

  /** The span; {@code Span.Empty} when there is none. */
  public Span span() {
    return scope.span();
  }

  /** Marks the span as failed, unless it is finished. From any thread. */
  public void fail(Throwable failure) {
    scope.failed(requireNonNull(failure, "failure"));
  }

  /**
   * Restores the context from before, and finishes the span. Any further call does nothing.
   *
   * <p>Another thread than the one that opened the scope only finishes the span: the contexts of
   * both threads stay as they are, and the one that opened the scope can still close it.
   */
  @Override
  public void close() {
    boolean restores = !restored && Thread.currentThread() == owner;
    if (restores) {
      restored = true;
      scope.leave(true);
    } else {
      scope.finish();
    }
  }
}
