package kamon.instrumentation.kafka.jmh.tools;

import java.util.function.Supplier;
import kamon.instrumentation.kafka.client.ConsumedRecordData;
import kamon.instrumentation.kafka.client.KafkaInstrumentation;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Kamon's own Kafka module, from the bundle, under Kanela. */
final class BundleTracer extends KamonTracer {

  @Override
  public boolean marks(ConsumerRecords<?, ?> polled) {
    Object record = polled.iterator().next();
    return record instanceof ConsumedRecordData data && data.consumerInfo() != null;
  }

  @Override
  public Object extract(ConsumerRecord<?, ?> record) {
    return KafkaInstrumentation.extractContext(record);
  }

  @Override
  public Object span(ConsumerRecord<?, ?> record) {
    Span span = KafkaInstrumentation.consumerSpan(record);
    span.finish();
    return span;
  }

  @Override
  public <T> T process(ConsumerRecord<?, ?> record, Supplier<T> action) {
    return KafkaInstrumentation.runWithConsumerSpan(record, action::get);
  }
}
