package kamon.instrumentation.kafka.internal.weave;

import kamon.context.Context;
import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * In place of {@code record.context} of Kamon's own module; {@code extractContext} ends there too.
 */
final class OldContextAdvice {
  private OldContextAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static Context onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record, @Advice.Origin("#t.#m") String hook) {
    try {
      return OldApiEntry.context(record);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(
      @Advice.Enter Context ours, @Advice.Return(readOnly = false) Context returned) {
    if (ours != null) {
      returned = ours;
    }
  }
}
