package kamon.instrumentation.kafka.jmh.report;

import java.util.Locale;

/**
 * A promise and what was measured for it.
 *
 * @param atMost whether the limit is an upper one
 * @param floor what was measured for those parts alone that no tracing can do without; NaN when
 *     nothing was, or when there are no such parts
 * @param measured NaN when it was not
 */
record Target(
    String what, boolean atMost, double limit, String unit, double floor, double measured) {

  static Target atMost(double limit, String unit, String what, double measured) {
    return new Target(what, true, limit, unit, Double.NaN, measured);
  }

  static Target atLeast(double limit, String unit, String what, double measured) {
    return new Target(what, false, limit, unit, Double.NaN, measured);
  }

  Target floor(double measuredFloor) {
    return new Target(what, atMost, limit, unit, measuredFloor, measured);
  }

  private boolean met() {
    return atMost ? rounded(measured) <= limit : rounded(measured) >= limit;
  }

  /** To the digits that are shown. */
  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  void addTo(Table table) {
    table.row(
        what,
        (atMost ? "at most " : "at least ") + text(limit),
        Double.isNaN(floor) ? "" : text(rounded(floor)),
        Double.isNaN(measured) ? "not measured" : text(rounded(measured)),
        Double.isNaN(measured) ? "" : met() ? "yes" : "**no**");
  }

  /** Ratios, which have no unit, with all their digits. */
  private String text(double value) {
    return !unit.isEmpty() && value == Math.rint(value)
        ? (long) value + unit
        : String.format(Locale.ROOT, "%.2f", value) + unit;
  }
}
