package kamon.instrumentation.kafka.compat.streams;

import java.util.Map;
import kamon.Kamon;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Says when a stream thread polls or commits with a context from before. */
public final class Watching implements ConsumerInterceptor<byte[], byte[]> {
  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    look("polls");
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    look("commits");
  }

  private static void look(String when) {
    if (Kamon.currentContext().nonEmpty()) {
      Seen.print("LEFT " + Kamon.currentContext() + " when it " + when);
    }
  }

  @Override
  public void close() {
    look("closes");
  }

  @Override
  public void configure(Map<String, ?> configs) {}
}
