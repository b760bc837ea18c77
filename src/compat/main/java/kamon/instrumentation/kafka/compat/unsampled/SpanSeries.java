package kamon.instrumentation.kafka.compat.unsampled;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import kamon.metric.Metric;
import kamon.trace.Span$Metrics$;

/**
 * How many times the series of Kamon's span metrics have. By reflection: lists are of another type
 * in each Scala.
 */
final class SpanSeries {
  private SpanSeries() {}

  /** By metric and tags. */
  static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    Span$Metrics$ metrics = Span$Metrics$.MODULE$;
    add(counts, "processing-time", metrics.ProcessingTime());
    add(counts, "wait-time", metrics.WaitTime());
    add(counts, "elapsed-time", metrics.ElapsedTime());
    return counts;
  }

  private static void add(Map<String, Long> counts, String name, Metric.Timer metric) {
    Object snapshot = ((Metric.Snapshotting<?, ?>) metric).snapshot(false);
    Object each = call(call(snapshot, "instruments"), "iterator");
    while ((Boolean) call(each, "hasNext")) {
      Object instrument = call(each, "next");
      long count = (Long) call(call(instrument, "value"), "count");
      if (count > 0) {
        counts.put(name + " " + TagText.of(call(instrument, "tags")), count);
      }
    }
  }

  private static Object call(Object on, String name) {
    try {
      Method method = on.getClass().getMethod(name);
      method.setAccessible(true);
      return method.invoke(on);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
