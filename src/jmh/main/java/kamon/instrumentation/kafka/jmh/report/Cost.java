package kamon.instrumentation.kafka.jmh.report;

import java.util.Locale;

/** Nanoseconds and bytes of one operation; NaN where it was not measured. */
public record Cost(double nanos, double bytes) {

  public Cost plus(Cost more) {
    return new Cost(nanos + more.nanos, bytes + more.bytes);
  }

  public Cost minus(Cost other) {
    return new Cost(nanos - other.nanos, bytes - other.bytes);
  }

  public Cost withBytes(double other) {
    return new Cost(nanos, other);
  }

  public boolean known() {
    return !Double.isNaN(nanos);
  }

  /** For a table's cell. */
  public String text() {
    return known() ? String.format(Locale.ROOT, "%,.0f ns, %,.0f B", nanos, bytes) : "";
  }
}
