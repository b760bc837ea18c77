package kamon.instrumentation.kafka.internal.propagation.text;

/** Bytes from a header as a log line shows them: short, and with nothing that could break it. */
public final class Shown {
  private static final int MAX = 64;

  private Shown() {}

  public static String text(byte[] value) {
    return text(value, 0, value.length);
  }

  static String text(byte[] value, int from, int to) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = from; i < Math.min(to, from + MAX); i++) {
      byte b = value[i];
      text.append(b >= ' ' && b <= '~' ? (char) b : '?');
    }
    return text.append(to - from > MAX ? "\u2026\"" : "\"").toString();
  }
}
