package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After close of producers, which closes them whatever it throws. */
final class ProducerCloseAdvice {
  private ProducerCloseAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.This Object producer) {
    ProducerEntry.afterClose(producer);
  }
}
