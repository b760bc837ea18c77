package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * After KafkaProducer.partition, the last call in doSend before Kafka takes the record's headers:
 * serialisers and partitioner have run.
 */
final class PartitionAdvice {
  private PartitionAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(
      @Advice.Argument(0) ProducerRecord<?, ?> record,
      @Advice.Argument(1) byte[] key,
      @Advice.Argument(2) byte[] value,
      @Advice.Origin("#t.#m") String hook) {
    try {
      ProducerEntry.serialised(record, key, value);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
