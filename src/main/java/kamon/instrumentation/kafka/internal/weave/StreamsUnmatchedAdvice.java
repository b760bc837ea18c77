package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/**
 * Around what an outer join of streams makes of records that have found no other: it does so while
 * it processes a later one, under that one's headers.
 */
final class StreamsUnmatchedAdvice {
  private StreamsUnmatchedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter() {
    return StreamsEntry.enterUnmatched();
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered) {
    StreamsEntry.leaveForward(entered);
  }
}
