package kamon.instrumentation.kafka.internal.metrics;

import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.metric.Counter;
import kamon.metric.Histogram;
import kamon.tag.TagSet;

/** One series of what is measured of each record. Thread-safe. */
final class KeptSeries extends KeptInstrument<Object> {
  private final WaitingMetric metric;
  private final TagSet tags;
  private final MetricSettings settings;

  KeptSeries(WaitingMetric metric, TagSet tags, MetricSettings settings) {
    this.metric = metric;
    this.tags = tags;
    this.settings = settings;
  }

  @Override
  protected Object lookUp(long nanos) {
    return WaitingSeries.of(metric).instrument(tags, settings, nanos);
  }

  /**
   * Adds to a counter, or records in a histogram, within its range.
   *
   * @param value from 0 on
   * @param nanos of System.nanoTime, now
   */
  void record(long value, long nanos) {
    Object instrument = get(nanos);
    if (instrument instanceof Histogram) {
      ((Histogram) instrument).record(metric.inRange(value));
    } else if (instrument != null) {
      ((Counter) instrument).increment(value);
    }
  }
}
