package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around the calls of a listener for a batch, and of the error handler between and after them. */
final class ListenBatchAdvice {
  private ListenBatchAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter() {
    return SpringEntry.enterBatch();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered) {
    SpringEntry.leave(entered);
  }
}
