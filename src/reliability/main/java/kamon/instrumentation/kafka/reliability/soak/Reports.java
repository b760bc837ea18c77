package kamon.instrumentation.kafka.reliability.soak;

import com.typesafe.config.Config;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import kamon.metric.PeriodSnapshot;
import kamon.module.MetricReporter;
import kamon.tag.Lookups;

/** What Kamon has reported as metrics: how many spans have finished, sampled or not. */
final class Reports implements MetricReporter {
  private static final String TIMES = "span.processing-time";

  private final Map<String, Long> finished = new ConcurrentHashMap<>();
  private final LongAdder periods = new LongAdder();
  private volatile int series;

  @Override
  public void reportPeriodSnapshot(PeriodSnapshot snapshot) {
    int[] seen = new int[1];
    snapshot.counters().foreach(metric -> seen[0] += metric.instruments().size());
    snapshot.gauges().foreach(metric -> seen[0] += metric.instruments().size());
    snapshot.histograms().foreach(metric -> seen[0] += metric.instruments().size());
    snapshot
        .timers()
        .foreach(
            metric -> {
              seen[0] += metric.instruments().size();
              if (metric.name().equals(TIMES)) {
                metric
                    .instruments()
                    .foreach(
                        one ->
                            finished.merge(
                                one.tags().get(Lookups.plain("operation")),
                                one.value().count(),
                                Long::sum));
              }
              return null;
            });
    series = seen[0];
    periods.increment();
  }

  /** How many periods were reported. */
  long periods() {
    return periods.sum();
  }

  /** Of all spans with that name. */
  long finished(String operation) {
    return finished.getOrDefault(operation, 0L);
  }

  /** Of all metrics, in the last period. */
  int series() {
    return series;
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
