package kamon.instrumentation.kafka.jmh.report;

import java.util.Locale;

/**
 * A promise and what was measured for it.
 *
 * @param atMost whether the limit is an upper one
 * @param measured NaN when it was not
 */
record Target(String what, boolean atMost, double limit, String unit, double measured) {

  static Target atMost(double limit, String unit, String what, double measured) {
    return new Target(what, true, limit, unit, measured);
  }

  static Target atLeast(double limit, String unit, String what, double measured) {
    return new Target(what, false, limit, unit, measured);
  }

  private boolean met() {
    return atMost ? rounded() <= limit : rounded() >= limit;
  }

  /** To the digits that are shown. */
  private double rounded() {
    return Math.round(measured * 100) / 100.0;
  }

  void addTo(Table table) {
    table.row(
        what,
        (atMost ? "at most " : "at least ") + number(limit) + unit,
        Double.isNaN(measured) ? "not measured" : number(rounded()) + unit,
        Double.isNaN(measured) ? "" : met() ? "yes" : "**no**");
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
