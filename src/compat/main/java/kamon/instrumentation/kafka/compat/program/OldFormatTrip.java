package kamon.instrumentation.kafka.compat.program;

import java.util.Collections;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends to two topics whose message format has no headers, on a broker that announces that it
 * supports headers, and polls. Arguments: the broker and a name for this run.
 */
public final class OldFormatTrip {
  private static final int SENDS = 3;

  private OldFormatTrip() {}

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    Trip trip = new Trip(args[0], args[1], Way.POLL_DURATION);
    try (KafkaProducer<String, String> producer =
        trip.producer(
            // Such topics take no record of an idempotent producer, traced or not.
            "enable.idempotence", "false")) {
      for (int topic = 0; topic < 2; topic++) {
        for (int i = 0; i < SENDS; i++) {
          send(producer, args[1] + "-" + topic, "value " + i);
        }
      }
    }
    for (int topic = 0; topic < 2; topic++) {
      poll(trip, args[1] + "-" + topic);
    }
    KamonLife.end();
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String value)
      throws InterruptedException {
    String line = "SEND " + topic + " " + value + ": ";
    try {
      System.out.println(
          line + producer.send(new ProducerRecord<>(topic, "key", value)).get().offset());
    } catch (ExecutionException e) {
      System.out.println(line + e.getCause().getClass().getSimpleName());
    }
  }

  /** Until the last record that was sent. */
  private static void poll(Trip trip, String topic) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(trip.consumerSettings(true, "auto.offset.reset", "earliest"))) {
      consumer.subscribe(Collections.singletonList(topic));
      String last = "";
      while (!last.equals("value " + (SENDS - 1))) {
        for (ConsumerRecord<String, String> record : Clients.poll(consumer, 1, false)) {
          last = record.value();
          System.out.println(
              "RECEIVED " + topic + " " + last + ": " + record.headers().toArray().length);
        }
      }
    }
  }
}
