package kamon.instrumentation.kafka.internal.settings;

/** The names of spans, for those that have none from a helper call. Thread-safe. */
public final class Operations {
  /** Who gives this as a name, leaves it to the settings. */
  public static final String CONSUMER_PROCESS = "consumer.process";

  /** The same for a batch. */
  public static final String CONSUMER_PROCESS_BATCH = "consumer.process-batch";

  private static final String PRODUCER_SEND = "producer.send";

  private final OperationName producer;
  private final OperationName consumer;
  private final OperationName batch;

  Operations(ConfigReader config, int max) {
    producer = new OperationName(config.own("operations.producer", PRODUCER_SEND), max);
    consumer = new OperationName(config.own("operations.consumer", CONSUMER_PROCESS), max);
    batch = new OperationName(config.own("operations.batch", CONSUMER_PROCESS_BATCH), max);
  }

  private Operations(ConfigReader rule, Operations byDefault, int max) {
    producer = ofRule(rule, "operations.producer", byDefault.producer, max);
    consumer = ofRule(rule, "operations.consumer", byDefault.consumer, max);
    batch = ofRule(rule, "operations.batch", byDefault.batch, max);
  }

  private static OperationName ofRule(
      ConfigReader rule, String key, OperationName byDefault, int max) {
    String template = rule.own(key, byDefault.template());
    return template.equals(byDefault.template()) ? byDefault : new OperationName(template, max);
  }

  /** The same with what a rule says. */
  Operations with(ConfigReader rule, int max) {
    return new Operations(rule, this, max);
  }

  /** Of a send. */
  public String producer(String topic) {
    return producer.of(topic, null);
  }

  /**
   * Of a record's processing.
   *
   * @param given what the helper was told
   * @param group null for none
   */
  public String consumer(String given, String topic, String group) {
    return CONSUMER_PROCESS.equals(given) ? consumer.of(topic, group) : given;
  }

  /**
   * Of a batch.
   *
   * @param given what the helper was told
   * @param topic null for several
   * @param group null for none
   */
  public String batch(String given, String topic, String group) {
    return CONSUMER_PROCESS_BATCH.equals(given) ? batch.of(topic, group) : given;
  }
}
