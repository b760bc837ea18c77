package kamon.instrumentation.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Real clients of a real broker. */
public final class Clients {
  private final KafkaBroker broker;

  public Clients(KafkaBroker broker) {
    this.broker = broker;
  }

  /** A name that no topic has. */
  public String newTopicName() {
    return "topic-" + UUID.randomUUID();
  }

  public String newTopic() {
    String topic = newTopicName();
    broker.createTopic(topic, 1);
    return topic;
  }

  public KafkaProducer<String, String> producer(String... settings) {
    return producer(new StringSerializer(), new StringSerializer(), settings);
  }

  public <K, V> KafkaProducer<K, V> producer(
      Serializer<K> keys, Serializer<V> values, String... settings) {
    return new KafkaProducer<>(
        settings(Map.of("bootstrap.servers", broker.bootstrapServers()), settings), keys, values);
  }

  public KafkaProducer<byte[], String> byteKeyProducer(String... settings) {
    return producer(new ByteArraySerializer(), new StringSerializer(), settings);
  }

  /** A consumer that reads the topic from the start, in a group of its own. */
  public KafkaConsumer<String, String> consumer(String topic, String... settings) {
    return consumer(topic, new StringDeserializer(), settings);
  }

  public KafkaConsumer<byte[], String> byteKeyConsumer(String topic, String... settings) {
    return consumer(topic, new ByteArrayDeserializer(), settings);
  }

  private <K> KafkaConsumer<K, String> consumer(
      String topic, Deserializer<K> keys, String... settings) {
    KafkaConsumer<K, String> consumer =
        new KafkaConsumer<>(
            settings(
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "auto.offset.reset",
                    "earliest",
                    "group.id",
                    "group-" + UUID.randomUUID()),
                settings),
            keys,
            new StringDeserializer());
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  public static Map<String, Object> settings(Map<String, Object> basis, String... more) {
    Map<String, Object> all = new HashMap<>(basis);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  /** Polls until there are as many records. */
  public static <K, V> List<ConsumerRecord<K, V>> poll(Consumer<K, V> consumer, int records) {
    List<ConsumerRecord<K, V>> polled = new ArrayList<>();
    long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
    while (polled.size() < records) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("Waited for " + records + " records, but have only " + polled);
      }
      consumer.poll(Duration.ofMillis(100)).forEach(polled::add);
    }
    return polled;
  }

  /** The one record that a topic has, read by a consumer of its own. */
  public ConsumerRecord<String, String> only(String topic) {
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      return poll(consumer, 1).get(0);
    }
  }

  public static <T> T get(Future<T> future) {
    try {
      return future.get(Tracing.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** A record built from another, as applications do that decrypt or convert records. */
  public static <K, V> ConsumerRecord<K, V> copy(ConsumerRecord<K, V> record, long timestamp) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        timestamp,
        TimestampType.CREATE_TIME,
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value(),
        new RecordHeaders(record.headers().toArray()),
        Optional.empty());
  }
}
