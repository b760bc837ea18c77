package kamon.instrumentation.kafka.internal.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import kamon.tag.TagSet;

/** What one client has counted since it was asked before. For one thread at a time. */
final class Counts {
  private final Map<ClientMetric, Map<TagSet, Double>> totals = new EnumMap<>(ClientMetric.class);

  /** The same values, but of counters only what is new. */
  Map<ClientMetric, Map<TagSet, Double>> more(Map<ClientMetric, Map<TagSet, Double>> values) {
    values.forEach(
        (metric, series) -> {
          if (metric.merge() == Merge.COUNT) {
            Map<TagSet, Double> before =
                totals.computeIfAbsent(metric, any -> new HashMap<>(series.size()));
            series.replaceAll((tags, total) -> more(before.put(tags, total), total));
          }
        });
    return values;
  }

  private static double more(Double before, double total) {
    // Kafka begins anew when it had given a sensor up.
    double known = before == null || before > total ? 0 : before;
    return Math.floor(total) - Math.floor(known);
  }
}
