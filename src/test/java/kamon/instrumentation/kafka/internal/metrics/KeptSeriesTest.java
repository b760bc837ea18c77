package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.metric.Distribution;
import kamon.metric.Instrument;
import kamon.metric.Metric;
import kamon.tag.TagSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An instrument that is kept while Kamon puts another in its place. */
@Tag("unit")
class KeptSeriesTest {
  private static final long LATER = TimeUnit.SECONDS.toNanos(2);

  private final TagSet tags = TagSet.of("topic", UUID.randomUUID().toString());
  private long now = System.nanoTime();

  @BeforeAll
  static void start() {
    Kamon.initWithoutAttaching();
  }

  @AfterEach
  void forget() {
    WaitingSeries.removeUnused(
        Settings.current().metrics(), System.nanoTime() + TimeUnit.DAYS.toNanos(30_000));
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_lost_when_kamon_stops_and_runs_again(WaitingMetric metric) {
    KeptSeries series = new KeptSeries(metric, tags, Settings.current().metrics());
    series.record(1, now);
    ((Metric.BaseMetric<?, ?, ?>) kamons(metric)).shutdown(); // what Kamon.stop() does to each
    series.record(1, now);
    series.record(1, now);
    assertThat(count(metric)).as("the kept one is another").isZero();
    now += LATER;
    series.record(1, now);
    assertThat(count(metric)).isEqualTo(4);
    now += LATER;
    series.record(1, now);
    assertThat(count(metric)).isEqualTo(5);
  }

  private static Metric<?, ?> kamons(WaitingMetric metric) {
    return metric.isCounter() ? Kamon.counter(metric.title()) : Kamon.histogram(metric.title());
  }

  private long count(WaitingMetric metric) {
    Object instrument = metric.instrument(tags);
    Object snapshot = ((Instrument.Snapshotting<?>) instrument).snapshot(false);
    return metric.isCounter() ? (Long) snapshot : ((Distribution) snapshot).count();
  }
}
