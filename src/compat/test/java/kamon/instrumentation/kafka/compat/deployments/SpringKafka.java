package kamon.instrumentation.kafka.compat.deployments;

/** Releases of Spring Kafka, by what they have. */
enum SpringKafka {
  OLDEST("2.7", false, false, false),
  FIRST_3("3.1", false, false, false),
  SUBSCRIBING("3.3", true, false, false),
  LAST_3("3.5", true, false, false),
  FIRST_4("4.0", true, true, true),
  NEWEST("4.1", true, true, true);

  private final String version;
  private final boolean awaits;
  private final boolean retriesAsynchronous;
  private final boolean shares;

  /**
   * @param line of Spring Boot
   */
  SpringKafka(String line, boolean awaits, boolean retriesAsynchronous, boolean shares) {
    this.version = System.getProperty("spring-kafka-" + line + ".version");
    this.awaits = awaits;
    this.retriesAsynchronous = retriesAsynchronous;
    this.shares = shares;
  }

  String version() {
    return version;
  }

  /** Whether it waits for the futures that listeners return. */
  boolean awaits() {
    return awaits;
  }

  /**
   * Whether it goes on where the reply to a {@code Mono} fails: it subscribes, and needs no future.
   */
  boolean subscribes() {
    return this == SUBSCRIBING;
  }

  /** Whether error handlers get what fails later, too. */
  boolean retriesAsynchronous() {
    return retriesAsynchronous;
  }

  /** Whether interceptors come before all else: there is nothing around a record they leave out. */
  boolean interceptsEarly() {
    return this == OLDEST;
  }

  /** Whether it has containers for share consumers. */
  boolean shares() {
    return shares;
  }

  /** Whether factories of containers take a RetryTemplate. */
  boolean takesTemplates() {
    return this == OLDEST;
  }

  /** How often listeners are called. */
  int calls() {
    int awaited = (awaits ? 5 : 0) + (subscribes() ? 1 : 0);
    return 20 + awaited + (retriesAsynchronous ? 4 : 0) + (shares ? 3 : 0);
  }

  @Override
  public String toString() {
    return "Spring Kafka " + version;
  }
}
