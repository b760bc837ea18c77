package kamon.instrumentation.kafka.jmh.endtoend;

/** How much of the traffic is traced. */
public enum Tracing {
  ONE_PERCENT("a running trace, 1 % sampled", 100),
  ALL("every record sampled and reported", 1);

  private final String label;
  private final int every;

  Tracing(String label, int every) {
    this.label = label;
    this.every = every;
  }

  public String label() {
    return label;
  }

  boolean samples(int batch) {
    return batch % every == 0;
  }
}
