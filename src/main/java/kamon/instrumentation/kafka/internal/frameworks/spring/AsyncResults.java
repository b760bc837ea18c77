package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.lang.reflect.Constructor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import kamon.instrumentation.kafka.internal.tracing.Processing;

/** What listeners return that is not done yet: the span ends when it is. */
public final class AsyncResults {
  private static final String MONO = "reactor.core.publisher.Mono";

  /** Whether a release subscribes to a {@code Mono}, as 3.2 does, and does not make it a future. */
  private static final ClassValue<Boolean> SUBSCRIBES =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> adapter) {
          return !hasCallback(adapter);
        }
      };

  private AsyncResults() {}

  /**
   * What Spring Kafka is to go on with.
   *
   * @param awaited whether it waits for a future itself, as from 3.2 on
   * @param adapter its class that does so
   */
  public static Object result(Object result, boolean awaited, Class<?> adapter)
      throws ReflectiveOperationException {
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
    Class<?> mono = mono(future);
    if (mono == null && !(future instanceof CompletableFuture)) {
      return result;
    }
    AwaitedSpan span = new AwaitedSpan(processing.handOver());
    try {
      Object ours = ours(future, mono, span, adapter);
      return wrapped ? wrapped(result, ours) : ours;
    } catch (Throwable t) {
      processing.takeBack();
      throw t;
    }
  }

  private static Object ours(Object result, Class<?> mono, AwaitedSpan span, Class<?> adapter)
      throws ReflectiveOperationException {
    if (mono != null && SUBSCRIBES.get(adapter)) {
      return AwaitedMono.of(result, mono, span);
    }
    Object future = mono == null ? result : mono.getMethod("toFuture").invoke(result);
    return new AwaitedResult((CompletableFuture<?>) future, span);
  }

  /** Spring Kafka has thrown instead of waiting. */
  public static void refused() {
    Processing processing = Processing.current();
    if (processing != null) {
      processing.takeBack();
    }
  }

  /** Reactor's class, if it is one; what a suspending function of Kotlin returns is, too. */
  private static Class<?> mono(Object result) {
    Class<?> type = result == null ? null : result.getClass();
    while (type != null && !type.getName().equals(MONO)) {
      type = type.getSuperclass();
    }
    return type;
  }

  /** The same release that has this method makes a future of a {@code Mono}, as all do since. */
  private static boolean hasCallback(Class<?> adapter) {
    try {
      adapter.getMethod("setCallbackForAsyncFailure", BiConsumer.class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
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
