package kamon.instrumentation.kafka.jmh.endtoend;

/** How much of the traffic is traced. */
public enum Tracing {
  ONE_PERCENT("a running trace, 1 % sampled", "1 second"),
  // Kamon drops what does not fit into its queue of finished spans.
  ALL("every record sampled and reported", "5 milliseconds");

  private static final int BATCHES = 100;

  private final String label;
  private final String tick;

  Tracing(String label, String tick) {
    this.label = label;
    this.tick = tick;
  }

  public String label() {
    return label;
  }

  /** How often Kamon has to report its spans, by default every 10 seconds, to drop none. */
  String tick() {
    return tick;
  }

  boolean samples(int batch) {
    return this == ALL || batch % BATCHES == 0;
  }
}
