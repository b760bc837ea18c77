package kamon.instrumentation.kafka.compat.listeners;

import java.util.Map;
import kamon.Kamon;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Says when a thread of a listener container polls with a context from before. */
public final class Watching implements ConsumerInterceptor<String, String> {
  @Override
  public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
    if (Kamon.currentContext().nonEmpty()) {
      Seen.print("LEFT " + Kamon.currentContext() + " at " + records.partitions());
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
