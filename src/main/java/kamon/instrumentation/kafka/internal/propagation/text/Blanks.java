package kamon.instrumentation.kafka.internal.propagation.text;

/** Spaces and tabs around a value or a member of a list, which do not count. */
final class Blanks {
  private Blanks() {}

  static boolean is(int c) {
    return c == ' ' || c == '\t';
  }

  /** Where what is between two places begins. */
  static int start(byte[] text, int from, int to) {
    int start = from;
    while (start < to && is(text[start])) {
      start++;
    }
    return start;
  }

  /** Where what is between two places ends. */
  static int end(byte[] text, int from, int to) {
    int end = to;
    while (end > from && is(text[end - 1])) {
      end--;
    }
    return end;
  }
}
