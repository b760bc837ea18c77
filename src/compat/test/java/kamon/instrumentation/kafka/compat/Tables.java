package kamon.instrumentation.kafka.compat;

import java.util.List;

/** The tables of the compatibility document. */
final class Tables {
  static final Table HOOKS =
      new Table(
          "Hooks",
          """
          Every build weaves the real classes of each published release with the real agent, links and verifies them,
          resolves each call that was woven in, and compares all else in them with the original, instruction by
          instruction.""",
          List.of(
              "kafka-clients",
              "ProducerRecord",
              "KafkaProducer",
              "KafkaConsumer.poll(long)",
              "KafkaConsumer.poll(Duration)",
              "KafkaShareConsumer",
              "ConsumerRecord"),
          () -> versions(ListedRelease.kafkaClients()));

  static final Table CLIENTS =
      new Table(
          "Clients",
          """
          Records are sent to a 4.4.0 broker and received, under the agent. A "yes" stands for both spans with all their
          tags, client id, group id and poll time included, and for the context between them. Share consumers show each
          redelivery, after a release and after a lost lock, in `kafka.delivery-count`, and acknowledge as they do without
          the agent. Those of 3.9 and 4.0 are a preview that brokers from 4.1 on refuse.""",
          List.of(
              "kafka-clients",
              "poll(long)",
              "poll(Duration)",
              "group.protocol=consumer",
              "without a group",
              "transactions",
              "share consumer"),
          () -> versions(ListedRelease.usedKafkaClients()));

  static final Table KAMON =
      new Table(
          "Kamon",
          """
          The same library jar with each Kamon and the newest kafka-clients: spans with all their tags, context tags from
          producer to consumer, and a `kctx` header that equals what this Kamon writes itself, byte for byte.""",
          List.of("Scala:kamon-core", "spans", "context tags", "kctx"),
          () -> versions(ListedRelease.kamonCore()));

  static final Table JDK_25 =
      new Table(
          "JDK 25",
          "A representative part on JDK 25: all of the above with each of these.",
          List.of("what runs", "traced"),
          NewJdkIT::rows);

  private Tables() {}

  static List<Table> all() {
    return List.of(HOOKS, CLIENTS, KAMON, JDK_25);
  }

  private static List<String> versions(List<ListedRelease> releases) {
    return releases.stream().map(ListedRelease::version).toList();
  }
}
