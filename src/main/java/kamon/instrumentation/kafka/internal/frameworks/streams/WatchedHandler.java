package kamon.instrumentation.kafka.internal.frameworks.streams;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * In the place of a handler of what processors throw, the user's or one of Kafka Streams' own: it
 * is told of everything that fails, also of what shall not stop the stream. The methods of its
 * interface are not the same in all releases, and all go to the handler.
 */
public final class WatchedHandler implements InvocationHandler {
  private final Object handler;

  private WatchedHandler(Object handler) {
    this.handler = handler;
  }

  /**
   * A handler to be called in the place of another one.
   *
   * @param type the interface
   */
  public static Object of(Object handler, Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new WatchedHandler(handler));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Work work = Work.atHand();
    TaskWork task = work == null ? null : work.task();
    for (int i = 0; task != null && arguments != null && i < arguments.length; i++) {
      if (arguments[i] instanceof Throwable) {
        task.failed((Throwable) arguments[i]);
      }
    }
    try {
      return method.invoke(handler, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
