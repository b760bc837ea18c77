package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around the handling of what a listener returns. */
final class ListenerResultAdvice {
  private ListenerResultAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(value = 0, readOnly = false) Object result,
      @Advice.Origin("#s") String parameters,
      @Advice.Origin Class<?> adapter,
      @Advice.Origin("#t.#m") String hook) {
    try {
      result = SpringEntry.result(result, parameters, adapter);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Thrown Throwable failure, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.resulted(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
