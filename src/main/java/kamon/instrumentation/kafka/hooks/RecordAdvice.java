package kamon.instrumentation.kafka.hooks;

import kamon.instrumentation.kafka.producer.ProducerTracing;
import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After the constructor of ProducerRecord. */
final class RecordAdvice {
  private RecordAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.This Object record) {
    ProducerTracing.recordCreated(record);
  }
}
