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
      @Advice.Argument(value = 1, readOnly = false) Callback callback,
      @Advice.Origin("#t.#m") String hook) {
    Object send = null;
    try {
      send = ProducerEntry.beforeSend(producer, record, callback);
      // Both or none: one without the other would leave a span open.
      ProducerRecord<?, ?> carrier = ProducerEntry.record(send, record);
      callback = ProducerEntry.callback(send, callback);
      record = carrier;
      return send;
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      ProducerEntry.afterSend(send, t, null);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(
      @Advice.Enter Object send,
      @Advice.Thrown Throwable failure,
      @Advice.Return Future<?> result,
      @Advice.Origin("#t.#m") String hook) {
    try {
      ProducerEntry.afterSend(send, failure, result);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
