package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Before KafkaProducer.send, which calls the interceptors and then doSend. */
final class InterceptorsAdvice {
  private InterceptorsAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(0) ProducerRecord<?, ?> record,
      @Advice.Argument(value = 1, readOnly = false) Callback callback,
      @Advice.Origin("#t.#m") String hook) {
    try {
      callback = ProducerEntry.beforeInterceptors(record, callback);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
