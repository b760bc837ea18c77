package kamon.instrumentation.kafka.internal.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import kamon.tag.TagSet;

/**
 * What clients had counted when they were closed, and nobody has looked at since. It is as large as
 * the number of their series, however many clients there were: perhaps Kamon never runs, and nobody
 * looks, ever. Thread-safe.
 */
final class LastCounts {
  private Map<ClientMetric, Map<TagSet, Double>> counts = new EnumMap<>(ClientMetric.class);
  private int size;

  /**
   * Adds what one client has counted.
   *
   * @param most how many series can be shown. One more is kept, so that the limit is noticed, and
   *     said; others are left out
   */
  synchronized void add(Map<ClientMetric, Map<TagSet, Double>> client, int most) {
    client.forEach(
        (metric, series) -> series.forEach((tags, count) -> add(metric, tags, count, most)));
  }

  private void add(ClientMetric metric, TagSet tags, double count, int most) {
    Map<TagSet, Double> series = counts.computeIfAbsent(metric, any -> new HashMap<>());
    if (series.containsKey(tags)) {
      series.merge(tags, count, Double::sum);
    } else if (size <= most) {
      series.put(tags, count);
      size++;
    }
  }

  /** All of it, which is gone then. */
  synchronized Map<ClientMetric, Map<TagSet, Double>> take() {
    Map<ClientMetric, Map<TagSet, Double>> taken = counts;
    counts = new EnumMap<>(ClientMetric.class);
    size = 0;
    return taken;
  }

  synchronized boolean isEmpty() {
    return size == 0;
  }
}
