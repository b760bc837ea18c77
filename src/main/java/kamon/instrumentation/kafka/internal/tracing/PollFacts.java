package kamon.instrumentation.kafka.internal.tracing;

/** What all records of one poll have in common. Immutable; one object for the whole poll. */
public final class PollFacts {
  private final ClientIdentity consumer;
  private final long pollNanos;

  /**
   * @param pollNanos how long the poll took
   */
  public PollFacts(ClientIdentity consumer, long pollNanos) {
    this.consumer = consumer;
    this.pollNanos = pollNanos;
  }

  public ClientIdentity consumer() {
    return consumer;
  }

  /** How long the poll took, never negative. */
  public long pollNanos() {
    return pollNanos;
  }
}
