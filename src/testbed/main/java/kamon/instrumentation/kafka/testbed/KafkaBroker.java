package kamon.instrumentation.kafka.testbed;

import java.util.Map;

/**
 * A running Kafka broker, one KRaft node, that serves every client from 0.11 on: classic and
 * consumer group protocols, share groups and transactions.
 *
 * <p>The broker dies with the JVM that started it, however that one ends.
 */
public interface KafkaBroker extends AutoCloseable {

  /**
   * Starts a broker in its own JVM, on a free port of the loopback interface, and returns when it
   * answers requests.
   *
   * @throws IllegalStateException if the broker dies or does not get ready; the message holds the
   *     end of its output
   */
  static KafkaBroker start() {
    return LocalBroker.start();
  }

  /**
   * Like {@link #start()}, with clients connecting to the given port.
   *
   * @throws IllegalStateException also if the port is taken
   */
  static KafkaBroker start(int port) {
    return LocalBroker.start(port);
  }

  /** Value for the client setting {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Creates a topic and returns when every partition has a leader. */
  default void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /** Creates a topic with topic settings, for example {@code message.timestamp.type}. */
  default void createTopic(String name, int partitions, Map<String, String> settings) {
    new BrokerAdmin(bootstrapServers()).createTopic(name, partitions, settings);
  }

  /** Makes a share group, which would begin at the end, begin with the oldest record. */
  default void shareGroupReadsFromStart(String group) {
    setGroupConfig(group, "share.auto.offset.reset", "earliest");
  }

  /** Sets a setting of a consumer group or share group and returns when it is known. */
  default void setGroupConfig(String group, String key, String value) {
    new BrokerAdmin(bootstrapServers()).setGroupConfig(group, key, value);
  }

  /** False once the broker has died, or was stopped. */
  boolean isAlive();

  /** Kills the broker at once, as a crash would. Does nothing when it is already gone. */
  void stop();

  /** Stops the broker and deletes its data. Does nothing the second time. */
  @Override
  void close();
}
