package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After close of producers, which closes them whatever it throws. */
final class ProducerCloseAdvice {
  private ProducerCloseAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.This Object producer, @Advice.Origin("#t.#m") String hook) {
    try {
      ProducerEntry.afterClose(producer);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
