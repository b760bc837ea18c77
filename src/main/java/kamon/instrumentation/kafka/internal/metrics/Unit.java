package kamon.instrumentation.kafka.internal.metrics;

import kamon.metric.MeasurementUnit;

/** Units of Kamon's, which are asked for late: whoever has no metrics needs none. */
enum Unit {
  NONE,
  BYTES,
  NANOSECONDS,
  MICROSECONDS,
  MILLISECONDS,
  SECONDS;

  MeasurementUnit kamons() {
    switch (this) {
      case BYTES:
        return MeasurementUnit.information().bytes();
      case NANOSECONDS:
        return MeasurementUnit.time().nanoseconds();
      case MICROSECONDS:
        return MeasurementUnit.time().microseconds();
      case MILLISECONDS:
        return MeasurementUnit.time().milliseconds();
      case SECONDS:
        return MeasurementUnit.time().seconds();
      default:
        return MeasurementUnit.none();
    }
  }
}
