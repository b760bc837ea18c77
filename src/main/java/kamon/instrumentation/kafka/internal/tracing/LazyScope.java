package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.unsampled.LazyContext;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;

/** The time in which a span is current that is made when somebody looks at it. */
final class LazyScope extends ConsumerScope {
  LazyScope(LazyContext context, Storage.Scope scope) {
    super(Span$Empty$.MODULE$, context, scope);
  }

  private LazyContext lazy() {
    return (LazyContext) context();
  }

  @Override
  public Span span() {
    return lazy().get(Span.Key());
  }

  @Override
  ConsumerScope again(Storage.Scope next) {
    return new LazyScope(lazy(), next);
  }

  @Override
  void fail(Throwable failure) {
    lazy().failed(failure);
  }

  @Override
  void end() {
    lazy().end();
  }
}
