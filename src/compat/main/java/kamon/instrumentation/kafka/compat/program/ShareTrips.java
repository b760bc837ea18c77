package kamon.instrumentation.kafka.compat.program;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Share consumers: every type of acknowledgement, and a record that is not acknowledged at all. */
final class ShareTrips {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int RELEASED = 1;
  private static final int REJECTED = 2;
  private static final int RENEWED = 3;

  private ShareTrips() {}

  /** Of four records one is released and one renewed, where that exists: both come twice. */
  static void acknowledge(Trip trip) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer = trip.producer();
        KafkaShareConsumer<String, String> consumer = consumer(trip, trip.consumer())) {
      for (int i = 0; i < 4; i++) {
        trip.send(producer);
      }
      Map<Long, Integer> seen = new HashMap<>();
      receive(trip, consumer, renew() == null ? 5 : 6, seen);
      // What comes next is this one, and so nothing of the four.
      trip.send(producer);
      receive(trip, consumer, 1, seen);
    }
  }

  private static void receive(
      Trip trip,
      KafkaShareConsumer<String, String> consumer,
      int records,
      Map<Long, Integer> seen) {
    Clients.collect(
        records,
        () -> {
          Iterable<ConsumerRecord<String, String>> polled = consumer.poll(POLL);
          for (ConsumerRecord<String, String> record : polled) {
            trip.received(record, trip.consumer(), record.deliveryCount().get());
            consumer.acknowledge(
                record,
                acknowledgement(record.offset(), seen.merge(record.offset(), 1, Integer::sum)));
          }
          consumer.commitSync();
          return polled;
        });
  }

  private static AcknowledgeType acknowledgement(long offset, int time) {
    if (offset == RELEASED && time == 1) {
      return AcknowledgeType.RELEASE;
    }
    if (offset == REJECTED) {
      return AcknowledgeType.REJECT;
    }
    return offset == RENEWED && time == 1 && renew() != null ? renew() : AcknowledgeType.ACCEPT;
  }

  /** From 4.2 on; null before. */
  private static AcknowledgeType renew() {
    try {
      return AcknowledgeType.valueOf("RENEW");
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A consumer takes a record and goes silent: when its lock ends, the next consumer gets it. */
  static void loseLock(Trip trip) throws InterruptedException, ExecutionException {
    String other = trip.consumer() + "-2";
    try (KafkaProducer<String, String> producer = trip.producer()) {
      trip.send(producer);
    }
    try (KafkaShareConsumer<String, String> silent = consumer(trip, trip.consumer());
        KafkaShareConsumer<String, String> next = consumer(trip, other)) {
      receive(trip, trip.consumer(), silent);
      next.acknowledge(receive(trip, other, next), AcknowledgeType.ACCEPT);
    }
  }

  private static ConsumerRecord<String, String> receive(
      Trip trip, String clientId, KafkaShareConsumer<String, String> consumer) {
    ConsumerRecord<String, String> record = Clients.collect(1, () -> consumer.poll(POLL)).get(0);
    trip.received(record, clientId, record.deliveryCount().get());
    return record;
  }

  private static KafkaShareConsumer<String, String> consumer(Trip trip, String clientId) {
    KafkaShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            trip.consumerSettings(
                true, "client.id", clientId, Clients.ACKNOWLEDGEMENT_MODE, "explicit"));
    consumer.subscribe(Collections.singletonList(trip.topic()));
    return consumer;
  }
}
