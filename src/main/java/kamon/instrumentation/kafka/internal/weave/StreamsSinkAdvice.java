package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around a send of a topology's sink. It calls the method that stores call for their changelog. */
final class StreamsSinkAdvice {
  private StreamsSinkAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(@Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.enterSink();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.leaveSink();
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
