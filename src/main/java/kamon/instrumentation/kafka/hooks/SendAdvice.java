package kamon.instrumentation.kafka.hooks;

import kamon.instrumentation.kafka.producer.ProducerTracing;
import kamon.instrumentation.kafka.producer.TracedSend;
import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Around KafkaProducer.doSend: Kafka gets our copy of the record and our callback instead. */
final class SendAdvice {
  private SendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static TracedSend onEnter(
      @Advice.This Object producer,
      @Advice.Argument(value = 0, readOnly = false) ProducerRecord<?, ?> record,
      @Advice.Argument(value = 1, readOnly = false) Callback callback) {
    TracedSend send = ProducerTracing.beforeSend(producer, record, callback);
    if (send != null) {
      record = send.carrier(producer, record);
      callback = send.callback();
    }
    return send;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter TracedSend send, @Advice.Thrown Throwable failure) {
    if (send != null && failure != null) {
      send.failed(failure);
    }
  }
}
