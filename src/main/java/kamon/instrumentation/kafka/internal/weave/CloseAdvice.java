package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/**
 * After close of consumers and share consumers. One that throws may have refused a wrong thread,
 * and the consumer goes on.
 */
final class CloseAdvice {
  private CloseAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.This Object consumer, @Advice.Origin("#t.#m") String hook) {
    try {
      ConsumerEntry.afterClose(consumer);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
