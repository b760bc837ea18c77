package kamon.instrumentation.kafka.testbed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** What tests ask of a broker besides sending and polling. Every method returns when it is true. */
final class BrokerAdmin {

  // What the controller has accepted reaches the broker's own metadata a few milliseconds later.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String bootstrapServers;

  BrokerAdmin(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * True once this very cluster answers and knows its broker as live; false if it dies or takes too
   * long.
   */
  boolean awaitMetadata(String clusterId, Duration atMost, BooleanSupplier alive) {
    // Short, or the death of a broker would be noticed late.
    try (Admin admin = connect(Duration.ofSeconds(1))) {
      boolean[] ready = new boolean[1];
      Waiting.until(
          atMost,
          () -> {
            DescribeClusterResult cluster = admin.describeCluster();
            ready[0] =
                ask(cluster.clusterId()).filter(clusterId::equals).isPresent()
                    && ask(cluster.nodes()).filter(nodes -> !nodes.isEmpty()).isPresent();
            return ready[0] || !alive.getAsBoolean();
          });
      return ready[0];
    }
  }

  void createTopic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = connect(LIMIT)) {
      NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
      tell(admin.createTopics(List.of(topic.configs(settings))).all(), "create topic " + name);
      awaitTrue(
          () ->
              ask(admin.describeTopics(List.of(name)).allTopicNames())
                  .map(topics -> topics.get(name).partitions())
                  .filter(all -> all.size() == partitions)
                  .filter(all -> all.stream().allMatch(one -> one.leader() != null))
                  .isPresent(),
          "leaders for topic " + name);
    }
  }

  void setGroupConfig(String group, String key, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    String what = key + " = " + value + " for group " + group;
    try (Admin admin = connect(LIMIT)) {
      tell(admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all(), "set " + what);
      awaitTrue(
          () ->
              ask(admin.describeConfigs(List.of(resource)).all())
                  .map(configs -> configs.get(resource).get(key))
                  .filter(entry -> value.equals(entry.value()))
                  .isPresent(),
          what);
    }
  }

  private Admin connect(Duration atMost) {
    int millis = (int) atMost.toMillis();
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis));
  }

  private static void awaitTrue(BooleanSupplier condition, String what) {
    if (!Waiting.until(LIMIT, condition)) {
      throw new IllegalStateException("The broker does not show " + what);
    }
  }

  private static <T> Optional<T> ask(KafkaFuture<T> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException e) {
      return Optional.empty(); // not yet
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void tell(KafkaFuture<Void> answer, String what) {
    try {
      answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Could not " + what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for the broker", e);
  }
}
