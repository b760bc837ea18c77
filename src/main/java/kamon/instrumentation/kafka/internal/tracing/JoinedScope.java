package kamon.instrumentation.kafka.internal.tracing;

import kamon.trace.Span;

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

  @Override
  public void finish() {
    ConsumerScope finished = held;
    if (finished != null) {
      finished.finish();
    }
  }
}
