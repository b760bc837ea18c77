package kamon.instrumentation.kafka.internal.metrics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.kafka.common.Metric;

/** The number that one of Kafka's metrics has. */
final class KafkaValue {
  private static final MethodHandle VALUE = find();

  private KafkaValue() {}

  private static MethodHandle find() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      return lookup.findVirtual(
          Metric.class, "metricValue", MethodType.methodType(Object.class)); // from 1.0 on
    } catch (ReflectiveOperationException e) {
      try {
        return lookup
            .findVirtual(Metric.class, "value", MethodType.methodType(double.class))
            .asType(MethodType.methodType(Object.class, Metric.class));
      } catch (ReflectiveOperationException neither) {
        return null;
      }
    }
  }

  /** NaN when it has none: nothing happened in its window, or it is no number. */
  static double of(Metric metric) {
    Object value;
    try {
      value = VALUE == null ? null : (Object) VALUE.invokeExact(metric);
    } catch (Throwable t) {
      return Double.NaN;
    }
    double number = value instanceof Number ? ((Number) value).doubleValue() : Double.NaN;
    // Below 0, or all that a double holds, is the start of a maximum or minimum, or "never".
    return number >= 0 && number < Double.MAX_VALUE ? number : Double.NaN;
  }
}
