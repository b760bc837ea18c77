package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Around the loop through the records of a share consumer. */
final class ListenShareAdvice {
  private ListenShareAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.Argument(value = 0, readOnly = false) ConsumerRecords<?, ?> records,
      @Advice.Origin("#t.#m") String hook) {
    try {
      records = SpringEntry.shared(records);
      return records;
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(
      @Advice.Enter Object entered,
      @Advice.Thrown Throwable failure,
      @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.thrown(failure); // an Error, which no error handling takes
      SpringEntry.leave(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
