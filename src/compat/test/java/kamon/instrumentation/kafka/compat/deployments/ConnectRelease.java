package kamon.instrumentation.kafka.compat.deployments;

/** Releases of Kafka Connect. */
enum ConnectRelease {
  OLDEST("kafka-connect-2.version", false),
  LAST_3("kafka-connect-3.version", true),
  NEWEST("kafka-connect.version", true);

  private final String version;
  private final boolean sendsExactlyOnce;

  ConnectRelease(String property, boolean sendsExactlyOnce) {
    this.version = System.getProperty(property);
    this.sendsExactlyOnce = sendsExactlyOnce;
  }

  String version() {
    return version;
  }

  /** Whether sources can send in transactions, and workers then write to their topics in them. */
  boolean sendsExactlyOnce() {
    return sendsExactlyOnce;
  }

  @Override
  public String toString() {
    return "Kafka Connect " + version;
  }
}
