package kamon.instrumentation.kafka.compat.noharm;

import java.util.Map;
import kamon.Kamon;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Says when a thread polls or closes with a context from before. Not when it commits: an error
 * handler does so in the span of its record.
 */
public final class PolledWithout implements ConsumerInterceptor<Object, Object> {
  @Override
  public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
    look("polls");
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {
    look("closes");
  }

  private static void look(String when) {
    if (Kamon.currentContext().nonEmpty()) {
      System.out.println("LEFT " + Kamon.currentContext() + " when it " + when);
    }
  }

  @Override
  public void configure(Map<String, ?> configs) {}
}
