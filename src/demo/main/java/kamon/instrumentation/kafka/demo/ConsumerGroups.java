package kamon.instrumentation.kafka.demo;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/** What the broker knows of its consumers. */
final class ConsumerGroups implements AutoCloseable {
  // Short, or the death of a broker or service would be noticed late.
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Admin admin;

  ConsumerGroups(String bootstrapServers) {
    admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS));
  }

  /** Whether each group has a member with partitions: from then on, records do not wait. */
  boolean consume(Collection<String> groups) {
    try {
      return admin.describeConsumerGroups(groups).all().get().values().stream()
          .allMatch(ConsumerGroups::consumes);
    } catch (ExecutionException e) {
      return false; // no such group yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.");
    }
  }

  private static boolean consumes(ConsumerGroupDescription group) {
    return group.members().stream()
        .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
  }

  @Override
  public void close() {
    admin.close();
  }
}
