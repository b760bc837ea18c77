package kamon.instrumentation.kafka.internal.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kamon.tag.TagSet;

/** What all clients say at one time, those with equal tags taken together. */
final class Round {
  private final Map<ClientMetric, Map<TagSet, Merged>> values = new EnumMap<>(ClientMetric.class);

  private void add(ClientMetric metric, TagSet tags, double value) {
    values
        .computeIfAbsent(metric, any -> new HashMap<>())
        .computeIfAbsent(tags, any -> new Merged())
        .add(value);
  }

  void add(Map<ClientMetric, Map<TagSet, Double>> client) {
    client.forEach((metric, series) -> series.forEach((tags, value) -> add(metric, tags, value)));
  }

  Set<TagSet> tags(ClientMetric metric) {
    return values.getOrDefault(metric, Collections.emptyMap()).keySet();
  }

  double value(ClientMetric metric, TagSet tags) {
    return values.get(metric).get(tags).by(metric.merge());
  }

  private static final class Merged {
    private double sum;
    private double max = Double.NEGATIVE_INFINITY;
    private double min = Double.POSITIVE_INFINITY;
    private int clients;

    void add(double value) {
      sum += value;
      max = Math.max(max, value);
      min = Math.min(min, value);
      clients++;
    }

    double by(Merge merge) {
      switch (merge) {
        case MAX:
          return max;
        case MIN:
          return min;
        case MEAN:
          return sum / clients;
        default:
          return sum;
      }
    }
  }
}
