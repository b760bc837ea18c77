package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/**
 * Around what operators make of records that they have kept without their headers, while they
 * process a later one, under that one's headers: an outer join of streams of those that have found
 * no other, and an aggregation of a window that has closed.
 */
final class StreamsUnmatchedAdvice {
  private StreamsUnmatchedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(@Advice.Origin("#t.#m") String hook) {
    try {
      return StreamsEntry.enterUnmatched();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered, @Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.leaveForward(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
