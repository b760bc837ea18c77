package kamon.instrumentation.kafka.compat.fleet;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of a service. */
final class Clients {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Clients() {}

  static KafkaProducer<String, String> producer(String broker) {
    return producer(broker, Collections.emptyMap());
  }

  static KafkaProducer<String, String> producer(String broker, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /** That reads a topic from its start. */
  static KafkaConsumer<String, String> consumer(String broker, String topic) {
    return consumer(broker, topic, Collections.emptyMap());
  }

  static KafkaConsumer<String, String> consumer(
      String broker, String topic, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker);
    settings.put("group.id", topic + "-group");
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(Collections.singletonList(topic));
    return consumer;
  }

  /** The first poll with records. */
  static ConsumerRecords<String, String> poll(Consumer<String, String> consumer) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
      if (!records.isEmpty()) {
        return records;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("No record");
      }
    }
  }
}
