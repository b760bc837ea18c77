package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.metrics.WaitingTimes;
import kamon.instrumentation.kafka.internal.metrics.WallClock;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.instrumentation.kafka.internal.settings.Settings;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Measures how long records have waited when their processing starts: one record, or all of a batch
 * with the same clocks. Not Kamon's clock: producers and brokers write what the system's says, and
 * Kamon's drifts away from that. Never throws.
 */
final class Waiting {
  private static final Waiting NOT_WANTED = new Waiting(null, 0, 0);

  private final MetricSettings settings;
  private final long millis;
  private final long nanos;

  private Waiting(MetricSettings settings, long millis, long nanos) {
    this.settings = settings;
    this.millis = millis;
    this.nanos = nanos;
  }

  /** The processing of several records starts now. */
  static Waiting ofBatch(Settings current) {
    MetricSettings settings = current.metrics();
    if (!settings.waitingTimes()) {
      return NOT_WANTED;
    }
    long nanos = System.nanoTime();
    return new Waiting(settings, WallClock.millis(nanos), nanos);
  }

  /** This is one of them. */
  void until(ConsumerRecord<?, ?> record, PollFacts facts) {
    if (this != NOT_WANTED) {
      measure(record, facts, settings, millis, nanos);
    }
  }

  /**
   * The processing of one record starts now.
   *
   * @param nanos of System.nanoTime, now
   */
  static void until(ConsumerRecord<?, ?> record, PollFacts facts, Settings current, long nanos) {
    MetricSettings settings = current.metrics();
    if (settings.waitingTimes()) {
      measure(record, facts, settings, WallClock.millis(nanos), nanos);
    }
  }

  private static void measure(
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      MetricSettings settings,
      long millis,
      long nanos) {
    boolean known = facts != null;
    WaitingTimes times = known ? facts.consumer().waitingTimes() : WaitingTimes.OF_UNKNOWN;
    long polledNanos = known ? facts.returnNanos() : WaitingTimes.NOBODY_KNOWS;
    times.started(record, polledNanos, settings, millis, nanos);
  }
}
