package kamon.instrumentation.kafka.internal.unsampled;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.metric.Distribution;
import kamon.metric.Instrument;
import kamon.metric.Metric;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Span$Metrics$;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timers that are kept lose nothing, whatever becomes of them. */
@Tag("unit")
class SpanMetricTest {
  private static final Metric.Timer ALL = Span$Metrics$.MODULE$.ProcessingTime();
  private static final long LATER = TimeUnit.SECONDS.toNanos(2);

  private static final long NANOS = 1_000;

  private final SpanMetric metric =
      new SpanMetric(
          new OfSend("send " + UUID.randomUUID()), false, null, null, Settings.current().tags());

  private long now = System.nanoTime();

  @Test
  void series_is_that_of_kamons_own_span() {
    metric.record(NANOS, now);
    assertThat(count(metric.tags())).isEqualTo(1);
    assertThat(metric.tags().toString())
        .contains("component=kafka.producer", "error=false", "span.kind=producer");
  }

  @Test
  void what_is_recorded_after_a_removal_is_in_the_series_that_comes_then() {
    metric.record(NANOS, now);
    ALL.remove(metric.tags());
    ((Metric.Snapshotting<?, ?>) ALL).snapshot(true); // the tick that takes it away
    record(3);
    assertThat(count(metric.tags())).as("the kept timer is another").isZero();
    now += LATER;
    record(1);
    assertThat(count(metric.tags())).isEqualTo(4);
    assertThat(times(metric.tags()).max()).isEqualTo(NANOS);
  }

  @Test
  void what_is_recorded_after_kamon_was_stopped_is_there_when_it_runs_again() {
    metric.record(NANOS, now);
    ((Metric.BaseMetric<?, ?, ?>) ALL).shutdown(); // what Kamon.stop() does to each metric
    record(5);
    now += LATER;
    record(2);
    assertThat(count(metric.tags())).as("with that of before, of which no tick knew").isEqualTo(8);
  }

  @Test
  void what_is_recorded_after_kamon_was_stopped_is_there_when_the_timer_is_given_up_at_once() {
    record(1);
    ((Metric.BaseMetric<?, ?, ?>) ALL).shutdown();
    record(5);
    assertThat(count(metric.tags())).as("the kept timer is another").isZero();
    metric.giveUp(now);
    assertThat(count(metric.tags())).isEqualTo(6);
  }

  @Test
  void timer_that_is_pushed_out_of_its_table_keeps_what_came_after_kamon_was_stopped() {
    UnsampledSpans spans = withAnEmptyTable();
    OfSend pushedOut = new OfSend("AaAaAa");
    spans.ended(pushedOut, false, NANOS);
    ((Metric.BaseMetric<?, ?, ?>) ALL).shutdown();
    for (int i = 0; i < 5; i++) {
      spans.ended(pushedOut, false, NANOS);
    }
    // One hash code, so one place after the other, and then the first.
    for (String other : new String[] {"AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB"}) {
      spans.ended(new OfSend(other), false, NANOS);
    }
    TagSettings tags = Settings.current().tags();
    assertThat(count(new SpanMetric(pushedOut, false, null, null, tags).tags())).isEqualTo(6);
  }

  private static UnsampledSpans withAnEmptyTable() {
    Kamon.reconfigure(
        ConfigFactory.parseString("test = " + UUID.randomUUID())
            .withFallback(ConfigFactory.load()));
    Settings settings = Settings.current();
    return UnsampledSpans.of(settings, Formats.of(settings));
  }

  @AfterEach
  void restore() {
    Kamon.reconfigure(ConfigFactory.load());
  }

  @Test
  void stragglers_of_a_timer_that_was_replaced_are_moved_the_next_time() {
    record(1);
    Instrument.Snapshotting<?> former = (Instrument.Snapshotting<?>) ALL.withTags(metric.tags());
    ((Metric.BaseMetric<?, ?, ?>) ALL).shutdown();
    now += LATER;
    record(1);
    ((kamon.metric.Timer) former).record(NANOS); // by a thread that had it in hand
    now += LATER;
    record(1);
    assertThat(count(metric.tags())).isEqualTo(4);
  }

  private void record(int times) {
    for (int i = 0; i < times; i++) {
      metric.record(NANOS, now);
    }
  }

  private static Distribution times(TagSet tags) {
    return (Distribution) ((Instrument.Snapshotting<?>) ALL.withTags(tags)).snapshot(false);
  }

  private static long count(TagSet tags) {
    return times(tags).count();
  }

  private static final class OfSend implements UnsampledSpan {
    private final String operation;

    private OfSend(String operation) {
      this.operation = operation;
    }

    @Override
    public SpanKind kind() {
      return SpanKind.PRODUCER;
    }

    @Override
    public String operation() {
      return operation;
    }

    @Override
    public String topic() {
      return "t";
    }

    @Override
    public String group() {
      return null;
    }

    @Override
    public Span parent() {
      return null;
    }

    @Override
    public Context context() {
      return Context.Empty();
    }

    @Override
    public long startNanos() {
      return 0;
    }
  }
}
