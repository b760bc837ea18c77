package kamon.instrumentation.kafka.compat;

/** How much of the suite runs. */
public final class SuiteRun {
  /** Runs all and writes the document. */
  static final String FULL_COMMAND = "mvn verify -pl src/compat -am -Dcompat=all";

  private static final String PROPERTY = "compat";

  private SuiteRun() {}

  /** Everything, or a representative part that checks the document. */
  public static boolean isFull() {
    String value = System.getProperty(PROPERTY, "ci");
    return switch (value) {
      case "all" -> true;
      case "ci" -> false;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is \"" + value + "\"; it may be \"all\" or \"ci\"");
    };
  }
}
