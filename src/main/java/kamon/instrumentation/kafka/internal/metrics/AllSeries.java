package kamon.instrumentation.kafka.internal.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.tag.TagSet;

/** The series that Kamon has from us. For one thread at a time. */
final class AllSeries {
  private static final long HAS_A_VALUE = Long.MIN_VALUE;

  private final Map<ClientMetric, KamonMetric> metrics = new EnumMap<>(ClientMetric.class);

  /** When each series lost its value, on the clock of System.nanoTime. */
  private final Map<ClientMetric, Map<TagSet, Long>> since = new EnumMap<>(ClientMetric.class);

  private int size;

  void show(Round round, MetricSettings settings, long nanos) {
    for (ClientMetric metric : ClientMetric.values()) {
      Set<TagSet> tags = round.tags(metric);
      retire(metric, tags, settings, nanos);
      if (!tags.isEmpty()) {
        update(metric, tags, round, settings);
      }
    }
  }

  private void update(ClientMetric metric, Set<TagSet> tags, Round round, MetricSettings settings) {
    KamonMetric kamons = metrics.computeIfAbsent(metric, KamonMetric::of);
    if (!kamons.isThere()) {
      return;
    }
    Map<TagSet, Long> series = since.computeIfAbsent(metric, any -> new HashMap<>());
    for (TagSet each : tags) {
      if (!series.containsKey(each)) {
        if (!SeriesLimit.ALL.take(metric.title(), each, settings)) {
          continue;
        }
        size++;
      }
      series.put(each, HAS_A_VALUE);
      kamons.update(each, round.value(metric, each));
    }
  }

  /**
   * Reporters keep the last value of a gauge that was removed, Prometheus' for ever. So it is set
   * to 0 first, and removed when all reporters have had time to get that.
   */
  private void retire(ClientMetric metric, Set<TagSet> tags, MetricSettings settings, long nanos) {
    long enough = settings.tickInterval().plus(settings.interval()).toNanos();
    Map<TagSet, Long> series = since.getOrDefault(metric, Collections.emptyMap());
    for (Iterator<Map.Entry<TagSet, Long>> all = series.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<TagSet, Long> each = all.next();
      if (tags.contains(each.getKey())) {
        continue;
      }
      if (each.getValue() == HAS_A_VALUE) {
        each.setValue(nanos);
        metrics.get(metric).reset(each.getKey());
      } else if (nanos - each.getValue() > enough) {
        all.remove();
        size--;
        SeriesLimit.ALL.release();
        metrics.get(metric).remove(each.getKey());
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }
}
