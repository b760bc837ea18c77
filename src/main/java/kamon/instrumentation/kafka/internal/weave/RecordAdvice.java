package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After the constructor of ProducerRecord. */
final class RecordAdvice {
  private RecordAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.This Object record, @Advice.Origin("#t.#m") String hook) {
    try {
      ProducerEntry.recordBuilt(record);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
