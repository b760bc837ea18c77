package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.PlainApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
final class BrokenAgentIT {
  private static final String ENGINE = "engine/kamon/instrumentation/kafka/agent/engine/";

  private final KafkaBroker broker;
  private final String topic;

  BrokenAgentIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @TempDir Path directory;

  @Test
  void agent_without_its_engine_warns_once_and_leaves_the_application_alone() throws IOException {
    EditedJar agent = agent().without(ENGINE + "KafkaTransformer.classdata");
    assertUntouched(agent, "java.io.FileNotFoundException: it is not in " + agent.path());
  }

  @Test
  void agent_with_a_cut_off_engine_warns_once_and_leaves_the_application_alone()
      throws IOException {
    assertUntouched(
        agent().with(ENGINE + "KafkaTransformer.classdata", new byte[] {(byte) 0xca, (byte) 0xfe}),
        "java.lang.ClassFormatError: Truncated class file");
  }

  @Test
  void engine_that_cannot_be_initialised_is_reported_with_the_cause() throws IOException {
    assertUntouched(
        agent()
            .with(
                ENGINE + "weave/Hooks.classdata",
                "package kamon.instrumentation.kafka.agent.engine.weave; public class Hooks {"
                    + " public static final java.util.List<?> ALL = java.util.List.of();"
                    + " static { if (ALL.isEmpty()) throw new IllegalStateException(\"none\"); }"
                    + " public static java.util.List<?> groups() { return ALL; } }",
                "--release",
                "9"),
        "java.lang.ExceptionInInitializerError, caused by java.lang.IllegalStateException: none");
  }

  private EditedJar agent() throws IOException {
    return new EditedJar(Jars.AGENT, directory);
  }

  private void assertUntouched(EditedJar agent, String reason) {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(PlainApplication.class, ClassPath.ofTracedApplication())
                .jvmArgs(ChildRun.javaagent(agent.path()))
                .args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(
                    "[kamon-kafka-agent] WARN could not load its engine, Kafka is not traced: "
                        + reason),
                Expected.polled("[]"),
                List.of("done")));
  }
}
