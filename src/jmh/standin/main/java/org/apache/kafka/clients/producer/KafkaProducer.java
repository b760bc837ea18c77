package org.apache.kafka.clients.producer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Stands in for Kafka's producer, so that a benchmark of send measures instrumentation and nothing
 * else: it acknowledges at once. Name, methods and fields are those that agents look for: Kamon's
 * module and ours hook doSend, OpenTelemetry's agent hooks send and reads the fields.
 */
// The fields are read by agents, and a lock is no part of what we measure.
@SuppressWarnings({"unused", "UnsynchronizedOverridesSynchronized"})
public class KafkaProducer<K, V> extends MockProducer<K, V> {
  private static final String CLIENT_ID = "benchmark-producer";

  private final String clientId = CLIENT_ID;

  private final ApiVersions apiVersions = new ApiVersions();

  private final ProducerConfig producerConfig =
      new ProducerConfig(
          Map.of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092",
              ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
              ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));

  private final RecordMetadata metadata =
      new RecordMetadata(new TopicPartition("orders", 3), 0, 0, 0, 8, 100);
  private final Future<RecordMetadata> acknowledged = CompletableFuture.completedFuture(metadata);
  private ProducerRecord<K, V> lastSent;

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
    return doSend(record, callback);
  }

  private Future<RecordMetadata> doSend(ProducerRecord<K, V> record, Callback callback) {
    // The record reaches the heap, as it does in Kafka: else the compiler would drop its copies.
    lastSent = record;
    if (callback != null) {
      callback.onCompletion(metadata, null);
    }
    return acknowledged;
  }

  /** The record that Kafka would have sent. */
  public ProducerRecord<K, V> lastSent() {
    return lastSent;
  }

  @Override
  public Map<MetricName, Metric> metrics() {
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
