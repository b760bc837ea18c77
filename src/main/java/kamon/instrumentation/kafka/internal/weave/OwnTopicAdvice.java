package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around a worker's writing to the topics of its own: configurations, offsets and status. */
final class OwnTopicAdvice {
  private OwnTopicAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static boolean onEnter() {
    return ConnectEntry.enterOwnTopic();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter boolean entered) {
    ConnectEntry.leaveOwnTopic(entered);
  }
}
