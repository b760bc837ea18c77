package kamon.instrumentation.kafka.jmh.report;

import java.util.Locale;

/** Nanoseconds and bytes of one operation; NaN where it was not measured. */
record Cost(double nanos, double bytes) {
  static final Cost UNKNOWN = new Cost(Double.NaN, Double.NaN);

  Cost plus(Cost more) {
    return new Cost(nanos + more.nanos, bytes + more.bytes);
  }

  Cost minus(Cost other) {
    return new Cost(nanos - other.nanos, bytes - other.bytes);
  }

  boolean known() {
    return !Double.isNaN(nanos);
  }

  /** Its time in that of another, for a table's cell. */
  String timeTo(Cost other) {
    double ratio = nanos / other.nanos;
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  /** For a table's cell. */
  String text() {
    return known() ? String.format(Locale.ROOT, "%,.0f ns, %,.0f B", nanos, bytes) : "";
  }
}
