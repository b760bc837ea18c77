package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around the calls of a listener for a batch, and of the error handler between and after them. */
final class ListenBatchAdvice {
  private ListenBatchAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(@Advice.Origin("#t.#m") String hook) {
    try {
      return SpringEntry.enterBatch();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.leave(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
