package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around a worker's writing to the topics of its own: configurations, offsets and status. */
final class OwnTopicAdvice {
  private OwnTopicAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean onEnter(@Advice.Origin("#t.#m") String hook) {
    try {
      return ConnectEntry.enterOwnTopic();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return false;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter boolean entered, @Advice.Origin("#t.#m") String hook) {
    try {
      ConnectEntry.leaveOwnTopic(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
