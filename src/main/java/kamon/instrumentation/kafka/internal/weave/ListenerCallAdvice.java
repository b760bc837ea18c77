package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around each call of an annotated listener, of which there may be several for one record. */
final class ListenerCallAdvice {
  private ListenerCallAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(@Advice.Argument(0) Object data, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.calling(data);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Thrown Throwable failure, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.thrown(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
