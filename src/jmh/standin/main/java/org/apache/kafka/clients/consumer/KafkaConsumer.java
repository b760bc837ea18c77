package org.apache.kafka.clients.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Stands in for Kafka's consumer, so that a benchmark of poll measures instrumentation and nothing
 * else: it has its records ready and returns them again and again. The field groupId is one of
 * Kafka 2.3 to 3.6, without which Kamon's module would not instrument poll at all.
 */
// The fields are read by agents, and a lock is no part of what we measure.
@SuppressWarnings({"unused", "UnsynchronizedOverridesSynchronized"})
public class KafkaConsumer<K, V> extends MockConsumer<K, V> {
  private static final String CLIENT_ID = "benchmark-consumer";
  private static final String GROUP_ID = "benchmark-group";

  private final String clientId = CLIENT_ID;

  private final Optional<String> groupId = Optional.of(GROUP_ID);

  private final List<ConsumerRecords<K, V>> batches;
  private int next;

  public KafkaConsumer(List<ConsumerRecords<K, V>> batches) {
    super("earliest");
    this.batches = batches;
  }

  @Override
  public ConsumerRecords<K, V> poll(Duration timeout) {
    next = next + 1 < batches.size() ? next + 1 : 0;
    return batches.get(next);
  }

  @Override
  @SuppressWarnings("removal") // there is no other way yet
  public ConsumerGroupMetadata groupMetadata() {
    return new ConsumerGroupMetadata(GROUP_ID);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    MetricName name = new MetricName("count", "kafka-metrics", "", Map.of("client-id", CLIENT_ID));
    return Map.of(name, new ClientMetric(name));
  }

  private record ClientMetric(MetricName metricName) implements Metric {
    @Override
    public Object metricValue() {
      return 1.0;
    }
  }
}
