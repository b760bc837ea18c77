package kamon.instrumentation.kafka.internal.weave;

import kamon.trace.Span;
import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** In place of {@code consumerSpan} of Kamon's own module. */
final class OldSpanAdvice {
  private OldSpanAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static Span onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record,
      @Advice.Argument(1) String operationName,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return OldApiEntry.consumerSpan(record, operationName);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.Enter Span ours, @Advice.Return(readOnly = false) Span returned) {
    if (ours != null) {
      returned = ours;
    }
  }
}
