package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;

/**
 * The span of a listener whose result comes later: what Spring Kafka then does, replies and error
 * handling, is within it, and it ends after that. Its methods never throw.
 */
final class AwaitedSpan {
  private static final Warning NO_CONTEXT = new Warning();

  private final Context context = Kamon.currentContext();
  private final ConsumerScope span;
  private final AtomicBoolean isFinished = new AtomicBoolean();

  AwaitedSpan(ConsumerScope span) {
    this.span = span;
  }

  void failed(Throwable failure) {
    span.failed(Failures.cause(failure));
  }

  void failed(String message) {
    span.failed(message);
  }

  /** Makes it current on this thread. */
  Storage.Scope enter() {
    try {
      return Kamon.storeContext(context);
    } catch (Throwable t) {
      NO_CONTEXT.log("An asynchronous listener's result is handled without its context", t);
      return null;
    }
  }

  /** Restores the context from before it was entered, and finishes it. */
  void finish(Storage.Scope entered) {
    try {
      if (entered != null) {
        entered.close();
      }
    } catch (Throwable t) {
      NO_CONTEXT.log("Could not restore the context after an asynchronous listener", t);
    }
    if (isFinished.compareAndSet(false, true)) { // It is one of those that do.
      span.finish();
    }
  }
}
