package kamon.instrumentation.kafka.demo;

/** A stretch of time on a line of text, in steps of half a character. */
final class Bar {
  /** A cell of which nothing, the left half, the right half or all is covered. */
  static final String BLOCKS = " \u258c\u2590\u2588";

  static final String ASCII = " ###";

  private Bar() {}

  /**
   * A line of the given length in characters.
   *
   * @param from where the bar starts, from 0 to 1
   * @param to where it ends, from 0 to 1
   */
  static String draw(double from, double to, int length, String cells) {
    int halves = 2 * length;
    // However short, it is seen.
    int start = Math.min(halves - 1, (int) Math.round(from * halves));
    int end = Math.max(start + 1, (int) Math.round(to * halves));
    StringBuilder line = new StringBuilder(length);
    for (int left = 0; left < halves; left += 2) {
      int right = left + 1;
      int covered = (start <= left && left < end ? 1 : 0) + (start <= right && right < end ? 2 : 0);
      line.append(cells.charAt(covered));
    }
    return line.toString();
  }
}
