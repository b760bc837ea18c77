package kamon.instrumentation.kafka.internal.metrics;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a consumer had at one of its polls. Immutable. */
final class Assignment {
  /** That of clients that have none, or were not asked yet. */
  static final Assignment NONE = new Assignment(Collections.emptySet(), Collections.emptySet());

  private final Set<TopicPartition> partitions;
  private final Set<TopicPartition> paused;

  private Assignment(Set<TopicPartition> partitions, Set<TopicPartition> paused) {
    this.partitions = partitions;
    this.paused = paused;
  }

  /** In the consumer's own thread: no other may ask it. */
  static Assignment of(Consumer<?, ?> consumer) {
    return new Assignment(new HashSet<>(consumer.assignment()), new HashSet<>(consumer.paused()));
  }

  boolean isPaused(TopicPartition partition) {
    return paused.contains(partition);
  }

  Set<TopicPartition> partitions() {
    return partitions;
  }
}
