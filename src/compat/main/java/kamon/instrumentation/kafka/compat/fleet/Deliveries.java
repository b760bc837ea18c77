package kamon.instrumentation.kafka.compat.fleet;

import java.util.Collections;
import java.util.concurrent.ExecutionException;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends a record, a tombstone, a record without a key and one that is too large, and processes what
 * comes. Arguments: the broker, the topic, and whether Kamon runs.
 */
public final class Deliveries {
  private static final int DELIVERED = 3;
  private static final int TOO_LARGE = 3_000_000;

  private Deliveries() {}

  public static void main(String[] args) throws Exception {
    boolean kamon = Boolean.parseBoolean(args[2]);
    if (kamon) {
      KamonLife.begin();
    }
    try {
      send(args[0], args[1]);
      receive(args[0], args[1], kamon);
      if (kamon) {
        KamonLife.end();
      }
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // Kamon's threads would keep the JVM
    }
  }

  private static void send(String broker, String topic) throws Exception {
    try (KafkaProducer<String, String> producer =
        Clients.producer(broker, Collections.singletonMap("client.id", "orders"))) {
      producer.send(new ProducerRecord<>(topic, "key", "value")).get();
      producer.send(new ProducerRecord<>(topic, "key", null)).get();
      producer.send(new ProducerRecord<>(topic, null, "value")).get();
      producer.send(new ProducerRecord<>(topic, "key", new String(new char[TOO_LARGE]))).get();
    } catch (ExecutionException e) {
      System.out.println("FAILED " + e.getCause().getClass().getName());
    }
  }

  private static void receive(String broker, String topic, boolean batches) {
    try (KafkaConsumer<String, String> consumer =
        Clients.consumer(broker, topic, Collections.singletonMap("client.id", "payments"))) {
      int received = 0;
      while (received < DELIVERED) {
        ConsumerRecords<String, String> records = Clients.poll(consumer);
        for (ConsumerRecord<String, String> record : records) {
          KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
          received++;
        }
        if (batches) { // the other agent would make the spans of the records a second time
          KafkaInstrumentation.runWithBatchSpan(records, () -> {});
        }
      }
    }
  }
}
