package kamon.instrumentation.kafka.jmh.tools;

/** A garbage collector, because a write of a reference to an object costs more with some. */
public enum Collector {
  /** The JVM's default on machines with two processors and more. */
  G1("G1"),
  PARALLEL("ParallelGC");

  private final String label;

  Collector(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The JVM option that chooses it. */
  public String jvmArg() {
    return this == G1 ? "-XX:+UseG1GC" : "-XX:+UseParallelGC";
  }
}
