package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Around the call of a listener for a record, and of the error handler after it. */
final class ListenRecordAdvice {
  private ListenRecordAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record,
      @Advice.FieldValue("listener") Object listener,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return SpringEntry.enterRecord(record, listener);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.leave(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
