package kamon.instrumentation.kafka.jmh.tools;

/** What a consumed record carries. */
public enum Incoming {
  /** Of a span that has a parent: all but the first of a trace. The others here have none. */
  SAMPLED_CHILD("sampled span with a parent id"),
  SAMPLED("sampled span"),
  SAMPLED_TAGS("sampled span and three context tags"),
  UNSAMPLED("unsampled span"),
  NONE("no context");

  private final String label;

  Incoming(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
