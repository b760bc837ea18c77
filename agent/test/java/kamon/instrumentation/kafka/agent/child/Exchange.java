package kamon.instrumentation.kafka.agent.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends to a topic and polls from it with Kafka alone, and prints what was polled. */
final class Exchange implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final String topic;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  Exchange(String bootstrapServers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            settings(bootstrapServers, "orders"), new StringSerializer(), new StringSerializer());
    Map<String, Object> consuming = settings(bootstrapServers, "payments");
    consuming.put("group.id", "group-of-" + topic);
    consuming.put("auto.offset.reset", "earliest");
    consumer = new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(Collections.singletonList(topic));
  }

  private static Map<String, Object> settings(String bootstrapServers, String clientId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", clientId);
    return settings;
  }

  /** Returns when the broker has acknowledged. */
  void send(String key) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, "value of " + key)).get();
  }

  /** Polls until there are as many records. */
  List<ConsumerRecord<String, String>> poll(int records) {
    List<ConsumerRecord<String, String>> polled = new ArrayList<>();
    long start = System.nanoTime();
    while (polled.size() < records) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("Waited for " + records + " records, have " + polled);
      }
      consumer.poll(Duration.ofMillis(100)).forEach(polled::add);
    }
    polled.forEach(Exchange::print);
    return polled;
  }

  private static void print(ConsumerRecord<String, String> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key());
    }
    System.out.println(
        "polled " + record.key() + " = " + record.value() + " with headers " + headers);
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
