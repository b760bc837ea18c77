package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.lang.reflect.Constructor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.instrumentation.kafka.internal.tracing.Processing;

/** What listeners return that is not done yet: the span ends when it is. */
public final class AsyncResults {
  private static final String MONO = "reactor.core.publisher.Mono";

  private AsyncResults() {}

  /**
   * What Spring Kafka is to go on with.
   *
   * @param awaited whether it waits for a future itself, as from 3.2 on
   */
  public static Object result(Object result, boolean awaited) throws ReflectiveOperationException {
    Processing processing = Processing.current();
    if (processing == null || !processing.hasBegun() || result == null) {
      return result;
    }
    boolean wrapped = result.getClass().getSimpleName().equals("InvocationResult");
    Object future = wrapped ? part(result, "result", "getResult") : result;
    if (!awaited) {
      if (future instanceof CompletionStage) {
        processing.handOver().finishWith((CompletionStage<?>) future);
      }
      return result;
    }
    if (isMono(future)) { // what a suspending function of Kotlin returns, too
      future = future.getClass().getMethod("toFuture").invoke(future);
    }
    if (!(future instanceof CompletableFuture)) {
      return result;
    }
    ConsumerScope span = processing.handOver();
    Object ours = new AwaitedResult((CompletableFuture<?>) future, span);
    return wrapped ? wrapped(result, ours) : ours;
  }

  /** Spring Kafka has thrown instead of waiting. */
  public static void refused() {
    Processing processing = Processing.current();
    if (processing != null) {
      processing.takeBack();
    }
  }

  private static boolean isMono(Object result) {
    for (Class<?> type = result == null ? null : result.getClass();
        type != null;
        type = type.getSuperclass()) {
      if (type.getName().equals(MONO)) {
        return true;
      }
    }
    return false;
  }

  private static Object part(Object invocation, String name, String formerName)
      throws ReflectiveOperationException {
    try {
      return invocation.getClass().getMethod(name).invoke(invocation);
    } catch (NoSuchMethodException e) {
      return invocation.getClass().getMethod(formerName).invoke(invocation); // before 3.2
    }
  }

  /** The same with another result: where replies go is beside it. */
  private static Object wrapped(Object invocation, Object result)
      throws ReflectiveOperationException {
    for (Constructor<?> constructor : invocation.getClass().getConstructors()) {
      if (constructor.getParameterCount() == 3) {
        return constructor.newInstance(
            result,
            part(invocation, "sendTo", "getSendTo"),
            part(invocation, "messageReturnType", "isMessageReturnType"));
      }
    }
    throw new NoSuchMethodException(invocation.getClass().getName());
  }
}
