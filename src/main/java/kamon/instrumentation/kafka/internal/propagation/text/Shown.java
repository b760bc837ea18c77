package kamon.instrumentation.kafka.internal.propagation.text;

/**
 * Bytes from a header as a log line shows them: as few as of kctx, and nothing that could break the
 * line.
 */
public final class Shown {
  private static final int MAX = 16;

  private Shown() {}

  public static String text(byte[] value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length, MAX); i++) {
      byte b = value[i];
      text.append(b >= ' ' && b <= '~' ? (char) b : '?');
    }
    return text.append(value.length > MAX ? "\u2026\"" : "\"").toString();
  }
}
