package kamon.instrumentation.kafka.internal.metrics;

/** Names that come from outside, as values of metric tags. */
final class Label {
  private Label() {}

  /**
   * With _ for quotes, backslashes and control characters: reporters write them as they are, and
   * one of them breaks a whole scrape of Prometheus.
   */
  static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isHarmless(name.charAt(i))) {
        return replaced(name);
      }
    }
    return name;
  }

  private static String replaced(String name) {
    StringBuilder harmless = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      harmless.append(isHarmless(name.charAt(i)) ? name.charAt(i) : '_');
    }
    return harmless.toString();
  }

  private static boolean isHarmless(char c) {
    return c != '"' && c != '\\' && !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
  }
}
