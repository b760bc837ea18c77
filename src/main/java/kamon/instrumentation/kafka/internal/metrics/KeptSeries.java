package kamon.instrumentation.kafka.internal.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.tag.TagSet;

/**
 * One series, whose instrument is kept for a second. To look it up for each record costs 35 to 70
 * ns and some objects; to keep it for ever would lose all that comes after Kamon.stop(), which
 * takes all instruments away, and so does remove(tags). So at most the records of one second are
 * lost then. Thread-safe.
 */
final class KeptSeries {
  static final long LOOKED_UP_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final WaitingMetric metric;
  private final TagSet tags;
  private volatile Kept kept;

  KeptSeries(WaitingMetric metric, TagSet tags) {
    this.metric = metric;
    this.tags = tags;
  }

  /**
   * @param nanos of System.nanoTime, now
   */
  void record(long value, MetricSettings settings, long nanos) {
    Kept now = kept;
    if (now == null || now.settings != settings || nanos - now.since > LOOKED_UP_EVERY_NANOS) {
      LongConsumer instrument = WaitingSeries.of(metric).instrument(tags, settings, nanos);
      now = new Kept(instrument, settings, nanos);
      kept = now;
    }
    if (now.instrument != null) {
      now.instrument.accept(value);
    }
  }

  private static final class Kept {
    private final LongConsumer instrument;
    private final MetricSettings settings;
    private final long since;

    private Kept(LongConsumer instrument, MetricSettings settings, long since) {
      this.instrument = instrument;
      this.settings = settings;
      this.since = since;
    }
  }
}
