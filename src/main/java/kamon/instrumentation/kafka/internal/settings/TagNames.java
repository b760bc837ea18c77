package kamon.instrumentation.kafka.internal.settings;

/** The names of those span tags that settings place. */
final class TagNames {
  static final String KEY = "kafka.key";
  static final String TOPIC = "kafka.topic";
  static final String GROUP_ID = "kafka.group-id";
  static final String PARTITION = "kafka.partition";
  static final String OFFSET = "kafka.offset";

  private TagNames() {}
}
