package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.agent.child.ScriptedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the real status page of Kamon, which the bundle brings, serves of Kafka. */
@ExtendWith(BrokerExtension.class)
final class StatusPageIT {
  private static final String ENTRY =
      " modules {\"name\":\"Apache Kafka\",\"description\":\"Spans and metrics of kafka-clients, woven"
          + " by kamon-kafka-agent\",\"clazz\":\"kamon.instrumentation.kafka.internal.metrics."
          + "StatusEntry\",\"kind\":\"scheduled\",\"programmaticallyRegistered\":true,"
          + "\"enabled\":true,\"started\":true}";

  private final KafkaBroker broker;
  private final String topic;

  StatusPageIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void with_our_agent_alone_there_is_one_module_as_long_as_there_are_clients() {
    assertThat(
            shown(
                List.of("page " + topic, "page " + Topics.create(broker)),
                "-Dkamon.init.attach-instrumentation=no",
                ChildRun.javaagent(Jars.AGENT)))
        .containsExactly("open" + ENTRY, "open" + ENTRY);
  }

  @Test
  void beside_the_bundle_there_is_one_instrumentation() {
    assertThat(shown(List.of("page " + topic), ChildRun.javaagent(Jars.AGENT)))
        .hasSize(1)
        .allMatch(line -> line.startsWith("open instrumentation {"))
        .allMatch(
            line -> line.contains("\"Apache Kafka clients (woven by the kamon-kafka agent)\""));
  }

  @Test
  void under_kanela_there_is_one_instrumentation_and_no_module() {
    assertThat(shown(List.of("page " + topic), ChildRun.javaagent(Jars.KANELA)))
        .singleElement()
        .asString()
        .startsWith("open instrumentation {")
        .contains("\"Apache Kafka clients\"", "\"active\":true");
  }

  @Test
  void with_a_bundle_that_attaches_kanela_fields_are_an_instrumentation_of_their_own() {
    assertThat(shown(List.of("page " + topic)))
        .hasSize(2)
        .allMatch(line -> line.startsWith("open instrumentation {"))
        .allMatch(line -> line.contains("\"active\":true"));
  }

  private List<String> shown(List<String> commands, String... jvmArgs) {
    try (ChildJvm child =
        ChildRun.jvm(
                ScriptedApplication.class, ClassPath.ofApplication().library().kamon().bundle())
            .jvmArgs(KanelaIT.WITHOUT_METRICS)
            .jvmArgs(jvmArgs)
            .jvmArgs(
                "-Dkamon.instrumentation.kafka.client.metrics.interval=100ms",
                "-Dkamon.status-page.listen.hostname=127.0.0.1",
                "-Dkamon.status-page.listen.port=" + Ports.free(0))
            .args(broker.bootstrapServers())
            .start()) {
      child.sendLine("start");
      commands.forEach(child::sendLine);
      child.sendLine("exit"); // once asked, the page has threads that keep the JVM
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).as(() -> run.lines().toString()).isZero();
      assertThat(run.lines()).noneMatch(line -> line.contains(" WARN "));
      boolean isAgent = List.of(jvmArgs).contains(ChildRun.javaagent(Jars.AGENT));
      String open =
          isAgent
              ? "jmx open kamon-kafka-agent: INFO instruments kafka-clients "
              : "jmx open kanela: INFO instruments kafka-clients ";
      assertThat(run.lines())
          .filteredOn(line -> line.startsWith("jmx "))
          .hasSize(2 * commands.size())
          .allMatch(line -> line.startsWith(open) || line.equals("jmx closed none"));
      return run.lines().stream()
          .filter(line -> line.startsWith("open ") || line.startsWith("closed "))
          .toList();
    }
  }
}
