package kamon.instrumentation.kafka.internal.settings;

/** Kamon's names of those span tags that settings place or name. */
final class TagNames {
  static final String KEY = "kafka.key";
  static final String TOPIC = "kafka.topic";
  static final String GROUP_ID = "kafka.group-id";
  static final String PARTITION = "kafka.partition";
  static final String CLIENT_ID = "kafka.client-id";
  static final String BATCH_SIZE = "kafka.batch.size";
  static final String OFFSET = "kafka.offset";

  private TagNames() {}
}
