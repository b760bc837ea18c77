package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** After methods out of which comes what a listener throws. */
final class ListenerThrowsAdvice {
  private ListenerThrowsAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Thrown Throwable failure, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.thrown(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
