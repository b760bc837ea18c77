package kamon.instrumentation.kafka.demo.shop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Charges each order and sends the payment to topic "payments". */
public final class Payments {
  private Payments() {}

  public static void main(String[] args) throws Exception {
    Kamon.init();
    try (Consumer<String, String> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", args[0],
                    "client.id", "payments",
                    "group.id", "payments",
                    "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        Producer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", args[0], "client.id", "payments"),
                new StringSerializer(),
                new StringSerializer())) {
      consumer.subscribe(List.of("orders"));
      while (true) {
        for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofSeconds(1))) {
          // What is sent in here belongs to the trace of the order.
          KafkaInstrumentation.runWithConsumerSpan(
              order,
              () -> producer.send(new ProducerRecord<>("payments", order.key(), "paid")).get());
        }
      }
    }
  }
}
