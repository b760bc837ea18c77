package kamon.instrumentation.kafka.reliability;

/** How long to try: shortly in every build, long for the figures of docs/reliability.md. */
public enum Effort {
  SHORT,
  LONG;

  private static final String PROPERTY = "reliability";

  public static Effort current() {
    String value = System.getProperty(PROPERTY, "short");
    return switch (value) {
      case "short" -> SHORT;
      case "long" -> LONG;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is \"" + value + "\"; it may be \"short\" or \"long\"");
    };
  }

  /** The one or the other. */
  public <T> T pick(T inShort, T inLong) {
    return this == SHORT ? inShort : inLong;
  }
}
