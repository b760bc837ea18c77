package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** In place of {@code copyHiddenState} of Kamon's own module. */
final class OldCopyAdvice {
  private OldCopyAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static ConsumerRecord<?, ?> onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> from,
      @Advice.Argument(1) ConsumerRecord<?, ?> to,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return OldApiEntry.copyHiddenState(from, to);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(
      @Advice.Enter ConsumerRecord<?, ?> ours,
      @Advice.Return(readOnly = false) ConsumerRecord<?, ?> returned) {
    if (ours != null) {
      returned = ours;
    }
  }
}
