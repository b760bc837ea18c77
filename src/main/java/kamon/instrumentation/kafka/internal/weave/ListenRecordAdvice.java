package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Around the call of a listener for a record, and of the error handler after it. */
final class ListenRecordAdvice {
  private ListenRecordAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(@Advice.Argument(0) ConsumerRecord<?, ?> record) {
    return SpringEntry.enterRecord(record);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered) {
    SpringEntry.leave(entered);
  }
}
