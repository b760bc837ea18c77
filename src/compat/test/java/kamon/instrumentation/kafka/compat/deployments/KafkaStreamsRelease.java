package kamon.instrumentation.kafka.compat.deployments;

/** Releases of Kafka Streams, by what they do. */
enum KafkaStreamsRelease {
  OLDEST(System.getProperty("kafka-streams-2.version"), "exactly_once_beta", false),
  LAST_3(System.getProperty("kafka-streams-3.version"), "exactly_once_v2", true),
  NEWEST(System.getProperty("kafka.version"), "exactly_once_v2", true);

  private final String version;
  private final String exactlyOnce;
  private final boolean isLater;

  KafkaStreamsRelease(String version, String exactlyOnce, boolean isLater) {
    this.version = version;
    this.exactlyOnce = exactlyOnce;
    this.isLater = isLater;
  }

  String version() {
    return version;
  }

  /** The name of that guarantee. */
  String exactlyOnce() {
    return exactlyOnce;
  }

  /** Whether a handler may let failures of processors pass. */
  boolean handlesFailures() {
    return isLater;
  }

  /** Whether a count of sessions that is not cached goes on without any headers. */
  boolean dropsHeadersOfSessions() {
    return isLater;
  }

  /** Whether an outer join waits for the end of a window, which another record shows. */
  boolean joinsLate() {
    return isLater;
  }
}
