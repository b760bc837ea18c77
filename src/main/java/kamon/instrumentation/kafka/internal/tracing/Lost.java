package kamon.instrumentation.kafka.internal.tracing;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a consumer had and has no more, right after a poll, in the thread that has polled. */
final class Lost {
  private final Consumer<?, ?> consumer;
  private final Set<TopicPartition> assigned;

  /** Share consumers have no partitions, so they lose none. */
  Lost(Object consumer) {
    this.consumer = consumer instanceof Consumer ? (Consumer<?, ?>) consumer : null;
    this.assigned = this.consumer == null ? Collections.emptySet() : this.consumer.assignment();
  }

  /** Whether none of these partitions is left. */
  boolean has(Collection<TopicPartition> partitions) {
    if (consumer == null || !Collections.disjoint(assigned, partitions)) {
      return false;
    }
    // A record that was copied may have the name of another topic, which was never here.
    return partitions.stream().allMatch(partition -> isFromHere(partition.topic()));
  }

  private boolean isFromHere(String topic) {
    return consumer.subscription().contains(topic)
        || assigned.stream().anyMatch(partition -> partition.topic().equals(topic));
  }
}
