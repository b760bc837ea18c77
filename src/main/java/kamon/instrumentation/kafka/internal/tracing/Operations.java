package kamon.instrumentation.kafka.internal.tracing;

/** What spans are called that neither the application nor a setting has named. */
final class Operations {
  static final String PRODUCER = "producer.send";
  static final String CONSUMER = "consumer.process";
  static final String BATCH = "consumer.process-batch";

  private Operations() {}

  /** Whether it is such a name. */
  static boolean isDefault(String name) {
    return name.equals(CONSUMER) || name.equals(BATCH);
  }
}
