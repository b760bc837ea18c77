package kamon.instrumentation.kafka.compat.war;

import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the application does with a record; without the library, nothing. */
final class Processing {
  private Processing() {}

  static void process(ConsumerRecord<String, String> record) {
    if (hasLibrary()) {
      Traced.process(record);
    }
  }

  private static boolean hasLibrary() {
    return Processing.class.getResource("/kamon/instrumentation/kafka/KafkaInstrumentation.class")
        != null;
  }

  // Of its own, so that it links only where the library is.
  private static final class Traced {
    static void process(ConsumerRecord<String, String> record) {
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
    }
  }
}
