package org.apache.kafka.clients.producer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
  private final int maxRequestSize = 1024 * 1024;
  private final long totalMemorySize = 32 * 1024 * 1024L;
  private Headers lastHeaders;

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
    return doSend(record, callback);
  }

  private Future<RecordMetadata> doSend(ProducerRecord<K, V> record, Callback callback) {
    partition(record, null, null, null);
    setReadOnly(record.headers());
    // The headers reach the heap, as they do in Kafka: else the compiler would drop their copies.
    lastHeaders = record.headers();
    if (callback != null) {
      callback.onCompletion(metadata, null);
    }
    return acknowledged;
  }

  private int partition(ProducerRecord<K, V> record, byte[] key, byte[] value, Cluster cluster) {
    return 3;
  }

  private static void setReadOnly(Headers headers) {
    if (headers instanceof RecordHeaders own) {
      own.setReadOnly();
    }
  }

  /** The headers that Kafka would have sent. */
  public Headers lastHeaders() {
    return lastHeaders;
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
