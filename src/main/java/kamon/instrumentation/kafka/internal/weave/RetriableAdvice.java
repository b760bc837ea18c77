package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After the construction of what a sink throws to be given its records once more. */
final class RetriableAdvice {
  private RetriableAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.This Object failure, @Advice.Origin("#t.#m") String hook) {
    try {
      ConnectEntry.retriable(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
