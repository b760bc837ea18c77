package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;
import java.util.function.Function;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * A listener's {@code Mono} to which Spring Kafka subscribes with a consumer each for result,
 * failure and end, as 3.2 does. Its subscriber acknowledges also when the consumer of the result
 * has thrown, as no future would: so it must be a {@code Mono} that it subscribes to.
 *
 * <p>We have no dependency on Reactor; this is that of the application.
 */
final class AwaitedMono {
  private static final String REACTOR = "reactor.core.";
  private static final Warning NOT_WATCHED = new Warning();

  private final AwaitedSpan span;
  private boolean isSignalled;
  private boolean isCancelled;

  private AwaitedMono(AwaitedSpan span) {
    this.span = span;
  }

  /** The same, but that signals are handled within the span. */
  static Object of(Object mono, Class<?> type, AwaitedSpan span)
      throws ReflectiveOperationException {
    ClassLoader loader = type.getClassLoader();
    Class<?> subscribers = Class.forName(REACTOR + "CoreSubscriber", false, loader);
    Class<?> operators = Class.forName(REACTOR + "publisher.Operators", false, loader);
    AwaitedMono awaited = new AwaitedMono(span);
    BiFunction<Object, Object, Object> lifted =
        (source, subscriber) -> awaited.watched(subscriber, subscribers);
    Object operator = operators.getMethod("lift", BiFunction.class).invoke(null, lifted);
    Runnable cancelled = awaited::cancelled;
    Object watched = type.getMethod("doOnCancel", Runnable.class).invoke(mono, cancelled);
    return type.getMethod("transform", Function.class).invoke(watched, operator);
  }

  private Object watched(Object subscriber, Class<?> subscribers) {
    try {
      return Proxy.newProxyInstance(
          subscribers.getClassLoader(),
          new Class<?>[] {subscribers},
          (proxy, method, arguments) -> call(subscriber, method, arguments));
    } catch (Throwable t) {
      NOT_WATCHED.log("The span of a Spring listener ends before what it has returned", t);
      span.finish(null);
      return subscriber;
    }
  }

  private Object call(Object subscriber, Method method, Object[] arguments) throws Throwable {
    return isSignalled || !isSignal(method)
        ? pass(subscriber, method, arguments)
        : handle(subscriber, method, arguments);
  }

  /** The result, the failure, or the end if there is neither. */
  private static boolean isSignal(Method method) {
    String name = method.getName();
    return name.equals("onNext") || name.equals("onError") || name.equals("onComplete");
  }

  private Object handle(Object subscriber, Method method, Object[] arguments) throws Throwable {
    isSignalled = true;
    if (method.getName().equals("onError")) {
      span.failed((Throwable) arguments[0]);
    }
    Storage.Scope scope = span.enter();
    try {
      return pass(subscriber, method, arguments);
    } catch (Throwable t) {
      span.failed(t);
      throw t;
    } finally {
      if (isCancelled) { // The subscriber keeps to itself what its consumer has thrown.
        span.failed("The reply has failed");
      }
      span.finish(scope);
    }
  }

  private static Object pass(Object subscriber, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(subscriber, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void cancelled() {
    isCancelled = true;
    if (!isSignalled) {
      span.finish(null);
    }
  }
}
