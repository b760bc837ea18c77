package kamon.instrumentation.kafka.compat;

import java.util.List;
import kamon.instrumentation.kafka.compat.deployments.ConnectIT;
import kamon.instrumentation.kafka.compat.deployments.CornersIT;
import kamon.instrumentation.kafka.compat.deployments.OldBrokerIT;
import kamon.instrumentation.kafka.compat.deployments.SpringKafkaIT;
import kamon.instrumentation.kafka.compat.deployments.StreamsIT;
import kamon.instrumentation.kafka.compat.deployments.WebApplicationIT;
import kamon.instrumentation.kafka.compat.neighbours.NeighboursIT;

/** The tables of the compatibility document. */
public final class Tables {
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
              "RecordHeaders"),
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

  public static final Table SPRING =
      new Table(
          "Spring Boot",
          """
          Executable jars with Spring Kafka, made by each release's own tools and run with `-javaagent` and nothing else.
          Every attempt, retry and dead letter stays in the trace of its record, and carries one `kctx` header.""",
          List.of(
              "release",
              "@KafkaListener",
              "batch listener",
              "KafkaTemplate",
              "retries and dead letter",
              "@RetryableTopic"),
          SpringKafkaIT::rows);

  public static final Table LISTENERS =
      new Table(
          "Spring Kafka",
          """
          Applications with the listeners that few have, from transactions to proxies around their clients: each call has the
          span that [Frameworks](frameworks.md#spring-kafka) says, and what listeners see, in which order, and what is
          answered is as without the agent.""",
          List.of("spring-kafka", "each call has its span", "all else as without the agent"),
          CornersIT::rows);

  public static final Table CONNECT =
      new Table(
          "Kafka Connect",
          """
          A stock worker with file connectors, transforms, retries and a dead-letter topic, our jars in one folder: each `put`
          has the span that [Frameworks](frameworks.md#kafka-connect) says, the worker's own topics are not traced, and what
          connectors and files get is as without the agent.""",
          List.of("connect-runtime", "each put has its span", "all else as without the agent"),
          ConnectIT::rows);

  public static final Table STREAMS =
      new Table(
          "Kafka Streams",
          """
          A topology with a repartition topic and a changelog, exactly once. Each record has a span in each task,
          and what comes of it is in its trace; the changelog is not traced, and has no header of ours.""",
          List.of("kafka-streams", "results as without the agent", "traced", "one kctx header"),
          StreamsIT::rows);

  public static final Table WEB_APPLICATIONS =
      new Table(
          "Web applications",
          """
          A WAR with Kafka, Kamon and the library in it, deployed, used and undeployed five times in one JVM under the agent.
          It stops Kamon when it is undeployed; no class loader is left then.""",
          List.of("container", "traced", "no leak"),
          WebApplicationIT::rows);

  public static final Table NEIGHBOURS =
      new Table(
          "Beside other agents",
          """
          Two agents in one JVM, in the order of their flags. A "yes" stands for everything that the table "Clients" says,
          and for the other agent's own spans.""",
          List.of("agents", "application works", "our spans and kctx", "their spans"),
          NeighboursIT::rows);

  public static final Table OLD_BROKERS =
      new Table(
          "Brokers without record headers",
          """
          Clients that still talk to a 0.10.2.2 broker, each with and without the agent. They refuse to send it a record that
          has headers, so ours is left out there, from the first record of a producer on: the same records arrive in both
          runs. Sending and processing still have their spans, in traces of their own, and one warning says why.""",
          List.of("kafka-clients", "all records arrive", "spans"),
          OldBrokerIT::rows);

  private Tables() {}

  static List<Table> all() {
    return List.of(
        HOOKS,
        CLIENTS,
        KAMON,
        JDK_25,
        SPRING,
        LISTENERS,
        CONNECT,
        STREAMS,
        WEB_APPLICATIONS,
        NEIGHBOURS,
        OLD_BROKERS);
  }

  private static List<String> versions(List<ListedRelease> releases) {
    return releases.stream().map(ListedRelease::version).toList();
  }
}
