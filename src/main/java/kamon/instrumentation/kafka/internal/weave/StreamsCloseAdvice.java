package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After a task has given up its records. */
final class StreamsCloseAdvice {
  private StreamsCloseAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.This Object task, @Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.closed(task);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
