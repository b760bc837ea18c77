package kamon.instrumentation.kafka.internal.weave;

import java.util.concurrent.Future;
import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Around KafkaProducer.doSend: Kafka gets our copy of the record and our callback instead. */
final class SendAdvice {
  private SendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.This Object producer,
      @Advice.Argument(value = 0, readOnly = false) ProducerRecord<?, ?> record,
      @Advice.Argument(value = 1, readOnly = false) Callback callback) {
    Object send = ProducerEntry.beforeSend(producer, record, callback);
    record = ProducerEntry.record(send, record);
    callback = ProducerEntry.callback(send, callback);
    return send;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(
      @Advice.Enter Object send,
      @Advice.Thrown Throwable failure,
      @Advice.Return Future<?> result) {
    ProducerEntry.afterSend(send, failure, result);
  }
}
