package kamon.instrumentation.kafka.internal.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.tag.TagSet;

/**
 * All series of one metric: within the limit, and only as long as records come. Thread-safe.
 *
 * <p>An instrument that nobody uses any more is removed, when all reporters have had time to get
 * what is in it: groups with names of one use only would otherwise fill the limit for ever.
 */
final class WaitingSeries {
  private static final long USED_UNTIL_SAID = 2 * KeptInstrument.LOOKED_UP_EVERY_NANOS;

  private static final WaitingSeries[] ALL = new WaitingSeries[WaitingMetric.values().length];

  static {
    for (WaitingMetric metric : WaitingMetric.values()) {
      ALL[metric.ordinal()] = new WaitingSeries(metric);
    }
  }

  private final WaitingMetric metric;

  /** When each was last looked up, on the clock of System.nanoTime. */
  private final Map<TagSet, Long> lastUsed = new ConcurrentHashMap<>();

  private WaitingSeries(WaitingMetric metric) {
    this.metric = metric;
  }

  static WaitingSeries of(WaitingMetric metric) {
    return ALL[metric.ordinal()];
  }

  /** Null when there may be no more series, or none of this metric. */
  Object instrument(TagSet tags, MetricSettings settings, long nanos) {
    if (!isCounted(tags, settings, nanos)) {
      return null;
    }
    Watch.start(); // or nobody would see when it is no longer used
    return metric.instrument(tags);
  }

  private boolean isCounted(TagSet tags, MetricSettings settings, long nanos) {
    while (true) {
      Long before = lastUsed.get(tags);
      if (before != null) {
        if (lastUsed.replace(tags, before, nanos)) {
          return true;
        }
      } else if (!SeriesLimit.ALL.take(metric.title(), tags, settings)) {
        return false;
      } else if (lastUsed.putIfAbsent(tags, nanos) == null) {
        return true;
      } else {
        SeriesLimit.ALL.release(); // another thread has come first
      }
    }
  }

  /** Removes what is not used. */
  static void removeUnused(MetricSettings settings, long nanos) {
    long enough =
        settings.tickInterval().multipliedBy(2).plus(settings.interval()).toNanos()
            + USED_UNTIL_SAID;
    for (WaitingSeries series : ALL) {
      series.lastUsed.forEach(
          (tags, last) -> {
            if (nanos - last > enough && series.lastUsed.remove(tags, last)) {
              SeriesLimit.ALL.release();
              series.metric.remove(tags);
            }
          });
    }
  }

  static boolean areEmpty() {
    for (WaitingSeries series : ALL) {
      if (!series.lastUsed.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
