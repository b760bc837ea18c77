package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.program.OldApiTrip;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API of Kamon's own Kafka module as older releases have it, for Scala 2.11 and 2.12. */
@ExtendWith(BrokerExtension.class)
class OldestApiIT {
  private final KafkaBroker broker;

  OldestApiIT(KafkaBroker broker) {
    this.broker = broker;
  }

  /** A Kamon Bundle, the Kamon that belongs to it, and who weaves. */
  record Case(String bundle, String kamon, String agent) {}

  static Stream<Case> cases() {
    return Stream.of("2.11:2.5.12", "2.12:2.2.3")
        .map(release -> release.split(":", 2))
        .flatMap(
            release ->
                Stream.of(Jars.AGENT, Jars.KANELA)
                    .map(
                        agent ->
                            new Case(
                                "io.kamon:kamon-bundle_" + release[0] + ":" + release[1],
                                "io.kamon:kamon-core_" + release[0] + ":" + release[1],
                                "-javaagent:" + agent)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void older_release_of_the_old_api_has_what_ours_gives(Case deployment) {
    String name = "oldest-" + UUID.randomUUID();
    Program program =
        Program.of(OldApiTrip.class)
            .classPath(
                ClassPaths.resolve(
                    "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                    "org.apache.kafka:kafka-clients:" + System.getProperty("kafka.version"),
                    deployment.bundle(),
                    deployment.kamon()))
            .jvmArgs(
                deployment.agent(),
                "-Dkamon.modules.host-metrics.enabled=no",
                "-Dkamon.modules.process-metrics.enabled=no",
                "-Dkamon.modules.jvm-metrics.enabled=no",
                // What that module would throw at.
                "-Dkamon.instrumentation.kafka.client.tracing.use-delayed-spans=perhaps")
            .run(broker.bootstrapServers(), name);
    List<ReportedSpan> spans = new ArrayList<>(program.spans());
    ReportedSpan sent = take(spans, "producer.send");
    ReportedSpan checkout = take(spans, "checkout");
    ReportedSpan run = take(spans, "consumer.process");
    ReportedSpan bill = take(spans, "bill");
    assertThat(spans).isEmpty();
    assertThat(sent.parentId()).isEqualTo(checkout.spanId());
    String tenant = Way.POLL_DURATION.name() + "/";
    assertThat(program.lines())
        .contains(
            "context: " + tenant + sent.spanId(),
            "run: " + tenant + run.spanId(),
            "settings: kamon.instrumentation.kafka.client.KafkaInstrumentation$Settings",
            "info: ConsumerInfo(Some("
                + Way.POLL_DURATION.group(name)
                + "),"
                + Way.POLL_DURATION.consumer(name)
                + ")",
            "incoming: " + tenant + sent.spanId());
    for (ReportedSpan span : List.of(run, bill)) {
      assertThat(span.parentId()).isEqualTo(sent.spanId());
      assertThat(span.tags())
          .containsAllEntriesOf(
              Map.of(
                  "kafka.client-id", Way.POLL_DURATION.consumer(name),
                  "kafka.group-id", Way.POLL_DURATION.group(name)))
          .containsOnlyKeys(
              "kafka.topic",
              "kafka.partition",
              "kafka.offset",
              "kafka.timestamp",
              "kafka.timestamp-type",
              "kafka.key",
              "kafka.client-id",
              "kafka.group-id",
              "kafka.poll-time");
    }
  }

  private static ReportedSpan take(List<ReportedSpan> spans, String name) {
    ReportedSpan found =
        spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    spans.remove(found);
    return found;
  }
}
