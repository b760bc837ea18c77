package kamon.instrumentation.kafka.internal.propagation.text;

/** Lists of {@code key=value}, as tracestate and baggage are. */
public final class Pairs {
  private Pairs() {}

  /** Whether a value is made like one, and not like base64 text, which has = at its end only. */
  public static boolean areLike(byte[] value) {
    boolean pair = false;
    for (int i = 0; i < value.length; i++) {
      byte b = value[i];
      if (b < ' ' && b != '\t') {
        return false;
      }
      pair |= b == '=' && i + 1 < value.length && value[i + 1] != '=';
    }
    return pair;
  }
}
