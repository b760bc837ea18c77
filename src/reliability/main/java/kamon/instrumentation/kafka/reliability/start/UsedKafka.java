package kamon.instrumentation.kafka.reliability.start;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Uses Kafka where there is no broker. */
final class UsedKafka {
  private static final List<String> CLASSES =
      List.of(
          "org.apache.kafka.clients.producer.KafkaProducer",
          "org.apache.kafka.clients.producer.ProducerRecord",
          "org.apache.kafka.clients.consumer.ConsumerRecord",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.consumer.KafkaShareConsumer",
          "org.apache.kafka.common.header.internals.RecordHeaders");

  // Nobody listens there.
  private static final String NOWHERE = "127.0.0.1:1";

  private UsedKafka() {}

  static void loadClasses() throws ReflectiveOperationException {
    for (String name : CLASSES) {
      // Verified and initialised, and the JVM's other ways to look at a class are taken too.
      Class<?> type = Class.forName(name, true, UsedKafka.class.getClassLoader());
      Starting.print(
          type.getSimpleName()
              + " has "
              + type.getDeclaredConstructors().length
              + " constructors, and methods that are not synthetic: "
              + Arrays.stream(type.getDeclaredMethods()).filter(m -> !m.isSynthetic()).count());
    }
  }

  static void makeRecords() {
    ProducerRecord<String, String> record = new ProducerRecord<>("topic", 1, "key", "value");
    record.headers().add("header", "value".getBytes(StandardCharsets.UTF_8));
    Starting.print(record.toString());
    ConsumerRecord<String, String> consumed = new ConsumerRecord<>("topic", 1, 2, "key", "value");
    consumed.headers().add("header", new byte[0]);
    Starting.print(consumed.toString());
  }

  static void send() throws InterruptedException {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", NOWHERE, "max.block.ms", "20"),
            new StringSerializer(),
            new StringSerializer())) {
      producer
          .send(
              new ProducerRecord<>("topic", "key", "value"),
              (metadata, exception) -> Starting.print("callback: " + exception))
          .get();
    } catch (ExecutionException e) {
      Starting.print("send: " + e.getCause());
    }
  }

  static void poll() {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", NOWHERE, "group.id", "group"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("topic"));
      Starting.print("poll: " + consumer.poll(Duration.ofMillis(20)).count());
    }
  }
}
