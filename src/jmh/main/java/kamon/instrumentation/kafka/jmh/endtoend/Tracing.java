package kamon.instrumentation.kafka.jmh.endtoend;

/** How much of the traffic is traced. */
public enum Tracing {
  ONE_PERCENT("a running trace, 1 % sampled"),
  ALL("every record sampled and reported");

  private static final int BATCHES = 100;

  private final String label;

  Tracing(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  boolean samples(int batch) {
    return this == ALL || batch % BATCHES == 0;
  }
}
