package kamon.instrumentation.kafka.internal.tracing;

import kamon.trace.Span;

/**
 * A call of the helper API within the span that a framework's hook has made current: it runs there,
 * and the hook finishes the span, unless the caller wants to.
 */
final class JoinedScope extends ConsumerScope {
  private final Processing processing;
  private volatile boolean finishedByCaller;

  JoinedScope(Processing processing, Span span) {
    super(span, null);
    this.processing = processing;
  }

  @Override
  public void leave(boolean finishSpan) {
    if (!finishSpan) {
      finishedByCaller = true;
      processing.handOver();
    }
  }

  @Override
  public void finish() {
    if (finishedByCaller) {
      super.finish();
    }
  }
}
