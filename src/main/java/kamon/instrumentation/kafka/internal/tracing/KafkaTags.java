package kamon.instrumentation.kafka.internal.tracing;

/**
 * The names of span tags, as users see them in their tracing system; those that settings place have
 * theirs there.
 */
final class KafkaTags {
  static final String TOPICS = "kafka.topic"; // of several, for which OpenTelemetry has no name
  static final String PARTITIONS = "kafka.partitions";
  static final String POLL_TIME = "kafka.poll-time";
  static final String TIMESTAMP = "kafka.timestamp";
  static final String TIMESTAMP_TYPE = "kafka.timestamp-type";
  static final String PROPAGATION_CONFLICT = "kafka.propagation-conflict";
  static final String DELIVERY_COUNT = "kafka.delivery-count";
  static final String LINKS_OMITTED = "kafka.batch.links-omitted";
  static final String ABANDONED = "kafka.abandoned";

  private KafkaTags() {}
}
