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

  /**
   * The topic that a metric's tag means: up to 4.0, and beside the true name from 4.1 on
   * (KIP-1109), Kafka writes _ for each dot. Null when no topic has that name.
   */
  String topic(String tag) {
    String found = null;
    for (TopicPartition partition : partitions) {
      String topic = partition.topic();
      if (topic.equals(tag)) {
        return tag;
      }
      if (topic.indexOf('.') >= 0 && topic.replace('.', '_').equals(tag)) {
        found = topic;
      }
    }
    return found;
  }
}
