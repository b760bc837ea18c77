package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;

/**
 * A listener's future in the place of which Spring Kafka waits: what it then does, replies and
 * error handling, is within the listener's span, which ends after it.
 */
final class AwaitedResult extends CompletableFuture<Object> {
  private static final Warning NO_CONTEXT = new Warning();

  private final Context context = Kamon.currentContext();
  private final ConsumerScope span;

  AwaitedResult(CompletableFuture<?> future, ConsumerScope span) {
    this.span = span;
    future.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            complete(result);
          } else {
            completeExceptionally(failure);
          }
        });
  }

  @Override
  public CompletableFuture<Object> whenComplete(
      BiConsumer<? super Object, ? super Throwable> action) {
    return super.whenComplete((result, failure) -> finish(action, result, failure));
  }

  private void finish(
      BiConsumer<? super Object, ? super Throwable> action, Object result, Throwable failure) {
    if (failure != null) {
      span.failed(Failures.cause(failure));
    }
    Storage.Scope scope = enter();
    try {
      action.accept(result, failure);
    } catch (Throwable t) {
      span.failed(Failures.cause(t));
      throw t;
    } finally {
      leave(scope);
      span.finish();
    }
  }

  private Storage.Scope enter() {
    try {
      return Kamon.storeContext(context);
    } catch (Throwable t) {
      NO_CONTEXT.log("An asynchronous listener's result is handled without its context", t);
      return null;
    }
  }

  private static void leave(Storage.Scope scope) {
    try {
      if (scope != null) {
        scope.close();
      }
    } catch (Throwable t) {
      NO_CONTEXT.log("Could not restore the context after an asynchronous listener", t);
    }
  }
}
