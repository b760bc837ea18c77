package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/**
 * Around what an outer join of streams makes of records that have found no other: it does so while
 * it processes a later one, under that one's headers.
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
