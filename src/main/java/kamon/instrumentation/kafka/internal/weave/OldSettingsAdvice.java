package kamon.instrumentation.kafka.internal.weave;

import com.typesafe.config.Config;
import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Before Kamon's own module reads its settings. */
final class OldSettingsAdvice {
  private OldSettingsAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(value = 0, readOnly = false) Config config,
      @Advice.Origin("#t.#m") String hook) {
    try {
      config = OldApiEntry.settings(config);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
