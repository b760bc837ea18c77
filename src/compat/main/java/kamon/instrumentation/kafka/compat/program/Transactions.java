package kamon.instrumentation.kafka.compat.program;

import java.util.Collections;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Two records committed, one aborted, and one more, which shows that the aborted one is gone. */
final class Transactions {
  private Transactions() {}

  static void run(Trip trip) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer =
        trip.producer("transactional.id", trip.topic() + "-transaction")) {
      producer.initTransactions();
      producer.beginTransaction();
      trip.send(producer);
      trip.send(producer);
      producer.commitTransaction();
      producer.beginTransaction();
      trip.send(producer);
      producer.abortTransaction();
      producer.beginTransaction();
      trip.send(producer);
      producer.commitTransaction();
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            trip.consumerSettings(
                true, "auto.offset.reset", "earliest", "isolation.level", "read_committed"))) {
      consumer.subscribe(Collections.singletonList(trip.topic()));
      trip.received(Clients.poll(consumer, 3, false));
    }
  }
}
