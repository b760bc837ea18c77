package kamon.instrumentation.kafka.reliability.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Producers and consumers of text. */
final class Clients {
  private Clients() {}

  static KafkaProducer<String, String> producer(String broker, Map<String, Object> more) {
    return new KafkaProducer<>(with(broker, more), new StringSerializer(), new StringSerializer());
  }

  /** Reads topics from their start. */
  static KafkaConsumer<String, String> consumer(
      String broker, String group, String topic, Map<String, Object> more) {
    Map<String, Object> settings = with(broker, more);
    settings.put("group.id", group);
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  private static Map<String, Object> with(String broker, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker);
    return settings;
  }

  /** So many records, however many polls that takes. */
  static List<ConsumerRecord<String, String>> poll(
      KafkaConsumer<String, String> consumer, int count) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    while (records.size() < count) {
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }
}
