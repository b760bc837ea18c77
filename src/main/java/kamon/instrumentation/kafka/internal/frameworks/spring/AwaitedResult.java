package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import kamon.context.Storage;

/** A listener's future in the place of which Spring Kafka waits. */
final class AwaitedResult extends CompletableFuture<Object> {
  private final AwaitedSpan span;

  AwaitedResult(CompletableFuture<?> future, AwaitedSpan span) {
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
      span.failed(failure);
    }
    Storage.Scope scope = span.enter();
    try {
      action.accept(result, failure);
    } catch (Throwable t) {
      span.failed(t);
      throw t;
    } finally {
      span.finish(scope);
    }
  }
}
