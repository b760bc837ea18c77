package kamon.instrumentation.kafka.jmh.tools;

/** What runs in the application when a record is sent. */
public enum Parent {
  SAMPLED("sampled parent"),
  UNSAMPLED("unsampled parent"),
  NONE_NEW_TRACE("no parent, a new trace starts"),
  NONE_NEW_UNSAMPLED("no parent, a new trace starts that is not sampled"),
  NONE("no parent, no trace wanted"),
  NOT_INITIALISED("Kamon not initialised");

  private final String label;

  Parent(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
