package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After a task has processed a record, or found none. One that it still has is processed again. */
final class StreamsProcessAdvice {
  private StreamsProcessAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(
      @Advice.This Object task,
      @Advice.FieldValue("record") Object record,
      @Advice.Thrown Throwable failure,
      @Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.leave(task, record != null, failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
