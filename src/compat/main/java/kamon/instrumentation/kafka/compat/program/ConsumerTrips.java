package kamon.instrumentation.kafka.compat.program;

import java.util.Collections;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/** One record, received by a consumer of either group protocol or of none. */
final class ConsumerTrips {
  private ConsumerTrips() {}

  static void run(Trip trip) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer = trip.producer()) {
      trip.send(producer);
    }
    try (KafkaConsumer<String, String> consumer = consumer(trip)) {
      trip.received(Clients.poll(consumer, 1, trip.way() == Way.POLL_LONG));
      if (trip.way().leavesOneOpen()) {
        trip.leftOpen(); // until the consumer is closed
      }
    }
  }

  private static KafkaConsumer<String, String> consumer(Trip trip) {
    if (trip.way() == Way.NO_GROUP) {
      KafkaConsumer<String, String> consumer = new KafkaConsumer<>(trip.consumerSettings(false));
      TopicPartition partition = new TopicPartition(trip.topic(), 0);
      consumer.assign(Collections.singletonList(partition));
      consumer.seekToBeginning(Collections.singletonList(partition));
      return consumer;
    }
    String protocol = trip.way() == Way.CONSUMER_PROTOCOL ? "consumer" : "classic";
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            trip.consumerSettings(
                true, "auto.offset.reset", "earliest", Clients.GROUP_PROTOCOL, protocol));
    consumer.subscribe(Collections.singletonList(trip.topic()));
    return consumer;
  }
}
