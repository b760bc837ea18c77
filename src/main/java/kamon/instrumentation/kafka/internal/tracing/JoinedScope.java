package kamon.instrumentation.kafka.internal.tracing;

import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A call of the helper API within the span that a framework's hook has made current: it runs there,
 * and the hook finishes the span; not before the caller, if that wants to finish it.
 */
final class JoinedScope extends ConsumerScope {
  private final Processing processing;
  private volatile ConsumerScope held;

  JoinedScope(Processing processing, Span span) {
    super(span, null);
    this.processing = processing;
  }

  @Override
  public void leave(boolean finishSpan) {
    if (!finishSpan) {
      held = processing.hold();
    }
  }

  /** A span that the hook finishes is not the caller's to finish, however long it stays open. */
  @Override
  public void watch(ConsumerRecord<?, ?> record, PollFacts facts) {
    if (held != null) {
      super.watch(record, facts);
    }
  }

  @Override
  public void finish() {
    ConsumerScope finished = held;
    if (finished != null) {
      finished.finish();
    }
  }
}
