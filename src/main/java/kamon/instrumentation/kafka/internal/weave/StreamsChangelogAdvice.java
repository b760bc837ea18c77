package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around a send to a given partition: of a store to its changelog, if it is not of a sink. */
final class StreamsChangelogAdvice {
  private StreamsChangelogAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean onEnter(@Advice.Origin("#t.#m") String hook) {
    try {
      return StreamsEntry.enterChangelog();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return false;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter boolean entered, @Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.leaveChangelog(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
