package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Before the handling of what a listener has thrown, in a container with a share consumer. */
final class ListenShareErrorAdvice {
  private ListenShareErrorAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(@Advice.Argument(2) Exception failure, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.thrown(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
