package kamon.instrumentation.kafka.jmh.startup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.tools.Spans;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A small application with Kamon and Kafka: uses every class that we instrument, and no broker,
 * whose answers would take longer than what we measure.
 */
final class KafkaApplication {
  private KafkaApplication() {}

  public static void main(String[] args) {
    Spans.startKamon();
    Map<String, Object> servers = Map.of("bootstrap.servers", "127.0.0.1:9");
    var producer = new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer());
    var consumer = new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer());
    consumer.assign(List.of(new TopicPartition("orders", 0)));
    System.out.println(new ProducerRecord<>("orders", "key", "value"));
    System.out.println(new ConsumerRecord<>("orders", 0, 0, "key", "value"));
    producer.close(Duration.ZERO);
    consumer.close();
  }
}
