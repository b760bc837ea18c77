package kamon.instrumentation.kafka.jmh.startup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.tools.Spans;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A small application with Kamon and Kafka: uses every class that we instrument, and no broker,
 * whose answers would take longer than what we measure.
 */
final class KafkaApplication {
  private static final Map<String, Object> SERVERS = Map.of("bootstrap.servers", "127.0.0.1:9");

  private KafkaApplication() {}

  public static void main(String[] args) {
    Spans.startKamon();
    try (Producer<String, String> producer =
            new KafkaProducer<>(SERVERS, new StringSerializer(), new StringSerializer());
        Consumer<String, String> consumer =
            new KafkaConsumer<>(SERVERS, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("orders", 0)));
      ProducerRecord<String, String> sent = new ProducerRecord<>("orders", "key", "value");
      ConsumerRecord<String, String> received = new ConsumerRecord<>("orders", 0, 0, "k", "v");
      System.out.println(sent + " " + received);
      producer.close(Duration.ZERO);
    }
  }
}
