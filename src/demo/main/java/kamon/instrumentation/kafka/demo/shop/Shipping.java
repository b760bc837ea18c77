package kamon.instrumentation.kafka.demo.shop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Ships what was paid for: all orders of a poll in one go, with a span for each. */
public final class Shipping {
  private Shipping() {}

  public static void main(String[] args) {
    Kamon.init();
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", args[0],
                "client.id", "shipping",
                "group.id", "shipping",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("payments"));
      while (true) {
        ship(consumer.poll(Duration.ofSeconds(1)), consumer);
      }
    }
  }

  private static void ship(
      ConsumerRecords<String, String> payments, Consumer<String, String> consumer) {
    List<Span> spans = new ArrayList<>();
    try {
      for (ConsumerRecord<String, String> payment : payments) {
        spans.add(KafkaInstrumentation.consumerSpan(payment, "ship order"));
      }
      // Here a van would be loaded. Shipped is what is committed.
      consumer.commitSync();
    } finally {
      spans.forEach(Span::finish);
    }
  }
}
