package kamon.instrumentation.kafka.consumer;

import kamon.instrumentation.kafka.client.ClientIdentity;

/** What all records of one poll have in common. Immutable; one object for the whole poll. */
final class PollFacts {
  private final ClientIdentity consumer;
  private final long pollNanos;

  PollFacts(ClientIdentity consumer, long pollNanos) {
    this.consumer = consumer;
    this.pollNanos = pollNanos;
  }

  ClientIdentity consumer() {
    return consumer;
  }

  /** How long the poll took, never negative. */
  long pollNanos() {
    return pollNanos;
  }
}
