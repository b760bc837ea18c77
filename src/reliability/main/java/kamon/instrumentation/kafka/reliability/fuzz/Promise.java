package kamon.instrumentation.kafka.reliability.fuzz;

/** Something that has to hold. */
final class Promise {
  private Promise() {}

  static void holds(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("It does not hold: " + what);
    }
  }

  static void isSame(String what, Seen expected, Seen actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": " + expected + ", then " + actual);
    }
  }
}
