package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Before the listener of a retry topic is called, for a record that is due. */
final class ListenerDueAdvice {
  private ListenerDueAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.called(record);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
