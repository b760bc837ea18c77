package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stock workers of Kafka Connect, with no code of ours. */
@ExtendWith(BrokerExtension.class)
public final class ConnectIT {
  private static final String AGENT = "-javaagent:" + Jars.AGENT + "=init";
  private static final String KANELA = "-javaagent:" + Jars.KANELA;
  private static final Set<String> OWN = Set.of("config", "offset", "status");

  /** Of each line; a batch of all lines has a trace of its own. */
  private static final String TREE =
      """
      producer.send lines
        consumer.process-batch lines
          producer.send out
      producer.send lines
        consumer.process-batch lines (failed)
        consumer.process-batch lines
          producer.send out
      producer.send lines
        producer.send dead
      producer.send lines
      producer.send lines
        consumer.process-batch lines (failed)
      """;

  private static final int SPANS = 13;

  private final KafkaBroker broker;
  private final String run = "connect-" + UUID.randomUUID();

  ConnectIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.CONNECT.clear();
  }

  public static List<String> rows() {
    return Stream.of(ConnectRelease.values()).map(ConnectRelease::version).toList();
  }

  static Stream<ConnectRelease> releases() {
    return Stream.of(ConnectRelease.values())
        .filter(release -> SuiteRun.isFull() || release != ConnectRelease.LAST_3);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void each_put_is_a_span_and_nothing_else_changes(
      ConnectRelease release, @TempDir Path plainly, @TempDir Path folder) throws IOException {
    ConnectRun traced = ConnectRun.of(release, broker, folder, run, SPANS, AGENT);
    check(traced, release, "[kamon-kafka-agent]");
    if (SuiteRun.isFull() || release == ConnectRelease.NEWEST) {
      ConnectRun plain = ConnectRun.of(release, broker, plainly, run + "-plain", 0);
      assertThat(traced.facts()).isEqualTo(plain.facts());
      assertThat(plain.spans()).isEmpty();
      Tables.CONNECT.write(release.version(), "yes", "yes");
    }
  }

  @Test
  void each_put_is_a_span_under_kanela(@TempDir Path folder) throws IOException {
    check(
        ConnectRun.of(ConnectRelease.NEWEST, broker, folder, run, SPANS, KANELA),
        ConnectRelease.NEWEST,
        "[kamon-kafka]");
  }

  @Test
  void setting_leaves_the_sinks_alone(@TempDir Path folder) throws IOException {
    assumeTrue(SuiteRun.isFull(), "a worker takes its time, and PutTest has the same");
    ConnectRun traced =
        ConnectRun.of(
            ConnectRelease.NEWEST,
            broker,
            folder,
            run,
            8,
            AGENT,
            "-Dkamon.instrumentation.kafka.client.frameworks.kafka-connect=no");
    assertThat(names(traced)).containsOnly("producer.send");
    checkOwnTopics(traced);
  }

  private static Set<String> names(ConnectRun traced) {
    return traced.spans().stream().map(ReportedSpan::name).collect(Collectors.toSet());
  }

  private void check(ConnectRun traced, ConnectRelease release, String engine) {
    List<ReportedSpan> whole =
        traced.spans().stream().filter(span -> span.links().size() > 1).toList();
    assertThat(tree(traced.spans().stream().filter(span -> !whole.contains(span)).toList()))
        .as(() -> String.join("\n", traced.lines()))
        .isEqualTo(TREE);
    assertThat(tree(whole)).isEqualTo("consumer.process-batch lines\n");
    ReportedSpan batch = whole.get(0);
    assertThat(batch.links())
        .extracting(ReportedSpan.Link::spanId)
        .containsExactlyInAnyOrderElementsOf(
            traced.spans().stream()
                .filter(span -> span.name().equals("producer.send"))
                .filter(span -> topic(span).equals("lines"))
                .map(ReportedSpan::spanId)
                .toList());
    assertThat(batch.tags())
        .containsEntry("kafka.batch.size", 5L)
        .containsEntry("kafka.group-id", "connect-" + run + "-file")
        .containsKeys("kafka.client-id", "kafka.poll-time");
    assertThat(
            traced.spans().stream()
                .filter(ReportedSpan::error)
                .map(span -> span.tags().get("error.message")))
        .containsExactlyInAnyOrder("not yet", "never");
    checkOwnTopics(traced);
    assertThat(traced.lines())
        .contains(engine + " INFO instruments the sinks of kafka-connect " + release.version())
        .noneMatch(line -> line.startsWith("LEFT "))
        .noneMatch(line -> isWarning(line) && line.contains("kamon.instrumentation"))
        .noneMatch(line -> line.matches("\\[kamon-kafka.*WARN.*"));
  }

  /** But for old Connect's look at all classes, which says of some what they would need. */
  private static boolean isWarning(String line) {
    return line.contains("WARN") && !line.contains("org.reflections");
  }

  private void checkOwnTopics(ConnectRun traced) {
    for (String topic : OWN) {
      assertThat(traced.topics().get(topic))
          .as(topic)
          .isNotEmpty()
          .allSatisfy(record -> assertThat(record.headers()).isEmpty());
    }
    assertThat(traced.spans()).extracting(this::topic).doesNotContainAnyElementsOf(OWN);
    for (String topic : List.of("lines", "out", "dead")) {
      assertThat(traced.topics().get(topic))
          .as(topic)
          .isNotEmpty()
          .allSatisfy(record -> assertThat(record.headers().headers("kctx")).hasSize(1));
    }
  }

  private String topic(ReportedSpan span) {
    return ((String) span.tags().get("kafka.topic")).replace(run + "-", "");
  }

  private String tree(List<ReportedSpan> spans) {
    return SpanTree.of(spans).replace(run + "-", "");
  }
}
