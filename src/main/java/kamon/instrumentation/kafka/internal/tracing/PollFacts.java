package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.metrics.WaitingTimes;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;

/** What all records of one poll have in common. Immutable; one object for the whole poll. */
public final class PollFacts {
  private final ClientIdentity consumer;
  private final long pollNanos;
  private final long returnNanos;

  /**
   * @param pollNanos how long the poll took
   * @param returnNanos when it returned, on the clock of System.nanoTime
   */
  public PollFacts(ClientIdentity consumer, long pollNanos, long returnNanos) {
    this.consumer = consumer;
    this.pollNanos = pollNanos;
    this.returnNanos = returnNanos;
  }

  /** What others tell of a poll: not when it returned. */
  public static PollFacts told(ClientIdentity consumer, long pollNanos) {
    return new PollFacts(consumer, pollNanos, WaitingTimes.NOBODY_KNOWS);
  }

  /**
   * What the settings say of a topic.
   *
   * @param facts null when the record was not polled by an instrumented consumer
   */
  static Policy policy(PollFacts facts, Settings settings, String topic) {
    return facts == null ? settings.policy(topic) : facts.consumer.policies().of(settings, topic);
  }

  public ClientIdentity consumer() {
    return consumer;
  }

  /** How long the poll took, never negative. */
  public long pollNanos() {
    return pollNanos;
  }

  /** When the poll returned, on the clock of System.nanoTime; or NOBODY_KNOWS. */
  long returnNanos() {
    return returnNanos;
  }
}
