package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.unsampled.LazyContext;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;

/** The time in which a span is current that is made when somebody looks at it. */
final class LazyScope extends ConsumerScope {
  private final LazyContext context;

  LazyScope(LazyContext context, Storage.Scope scope) {
    super(Span$Empty$.MODULE$, scope);
    this.context = context;
  }

  @Override
  public Span span() {
    return context.get(Span.Key());
  }

  @Override
  void fail(Throwable failure) {
    context.failed(failure);
  }

  @Override
  void end() {
    context.end();
  }
}
