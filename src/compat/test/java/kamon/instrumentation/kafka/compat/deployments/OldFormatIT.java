package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.program.OldFormatTrip;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A broker that announces record headers and refuses them, because its topics have the message
 * format of 0.10: nothing of the client tells, so the first refusal has to.
 */
class OldFormatIT {
  private static final String FIRST_WITH_THE_DEFECT = "2.8.2";
  private static final String RULE =
      "kamon.instrumentation.kafka.client.tracing.topics = [{ topic = \"%s\", trace = ignore }]";

  private static RunningOldBroker broker;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    broker = RunningOldBroker.withOldFormat(directory);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** The oldest and the newest, or all. */
  static Stream<ListedRelease> clients() {
    List<ListedRelease> all =
        ListedRelease.usedKafkaClients().stream()
            .filter(client -> ListedRelease.compare(client.version(), FIRST_WITH_THE_DEFECT) >= 0)
            .toList();
    return SuiteRun.isFull() ? all.stream() : Stream.of(all.get(0), all.get(all.size() - 1));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void one_record_of_a_topic_is_refused_and_one_line_names_the_rule(ListedRelease kafka) {
    String name = "refused-" + kafka;
    Program traced = run(kafka, name, "-javaagent:" + Jars.AGENT);
    for (String topic : topics(name)) {
      assertThat(lines(traced, "SEND " + topic))
          .containsExactly(
              "SEND " + topic + " value 0: UnknownServerException",
              "SEND " + topic + " value 1: 0",
              "SEND " + topic + " value 2: 1");
      assertThat(lines(traced, "RECEIVED " + topic))
          .containsExactly(
              "RECEIVED " + topic + " value 1: 0", "RECEIVED " + topic + " value 2: 0");
      assertThat(warnings(traced))
          .filteredOn(line -> line.contains("for topic " + topic + " "))
          .singleElement()
          .asString()
          .endsWith(RULE.formatted(topic));
    }
    assertThat(warnings(traced)).hasSize(topics(name).size());
    assertThat(traced.spans())
        .extracting(ReportedSpan::name, ReportedSpan::error)
        .hasSize(6)
        .allMatch(span -> span.toList().get(0).equals("producer.send"));
    assertThat(traced.spans()).filteredOn(ReportedSpan::error).hasSize(topics(name).size());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void with_the_rule_all_records_go_as_without_the_agent(ListedRelease kafka) {
    String name = "ignored-" + kafka;
    Program traced =
        run(
            kafka,
            name,
            "-javaagent:" + Jars.AGENT,
            "-Dkamon.instrumentation.kafka.client.tracing.topics.0.topic=" + name + "-*",
            "-Dkamon.instrumentation.kafka.client.tracing.topics.0.trace=ignore");
    Program plain = run(kafka, "plain-" + kafka);
    assertThat(outcomes(traced, name)).isEqualTo(outcomes(plain, "plain-" + kafka)).hasSize(12);
    assertThat(warnings(traced)).isEmpty();
    assertThat(traced.spans()).isEmpty();
  }

  private static List<String> topics(String name) {
    return List.of(name + "-0", name + "-1");
  }

  private static Program run(ListedRelease kafka, String name, String... jvmArgs) {
    return Program.of(OldFormatTrip.class)
        .classPath(Application.withKafka(kafka.version()).classPath())
        .jvmArgs(jvmArgs)
        .run(broker.bootstrapServers(), name);
  }

  private static List<String> outcomes(Program program, String name) {
    return program.lines().stream()
        .filter(line -> line.matches("(SEND|RECEIVED) .*"))
        .map(line -> line.replace(name, ""))
        .toList();
  }

  private static List<String> warnings(Program program) {
    return program.lines().stream()
        .filter(line -> line.contains("WARN  kamon.instrumentation.kafka -"))
        .toList();
  }

  private static List<String> lines(Program program, String beginning) {
    return program.lines().stream().filter(line -> line.startsWith(beginning)).toList();
  }
}
