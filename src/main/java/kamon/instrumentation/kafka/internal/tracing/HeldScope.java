package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.atomic.AtomicInteger;
import kamon.context.Storage;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;

/**
 * The scope of a span that others wait for besides the hook that has started it: for what a
 * listener returns, or a call of the helper API. Whoever is the last to finish the span does.
 */
final class HeldScope extends ConsumerScope {
  private final ConsumerScope held;
  private final AtomicInteger holders = new AtomicInteger(1);

  HeldScope(ConsumerScope held) {
    super(Span$Empty$.MODULE$, held.context(), null);
    this.held = held;
  }

  /** One more is to finish the span. */
  HeldScope hold() {
    holders.incrementAndGet();
    return this;
  }

  @Override
  public Span span() {
    return held.span();
  }

  @Override
  ConsumerScope again(Storage.Scope next) {
    return held.again(next);
  }

  @Override
  void fail(Throwable failure) {
    held.fail(failure);
  }

  @Override
  public void leave(boolean finishSpan) {
    held.leave(false);
    if (finishSpan) {
      finish();
    }
  }

  @Override
  void end() {
    if (holders.decrementAndGet() <= 0) {
      held.end();
    }
  }
}
