package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.PlainApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
final class BrokenAgentIT {
  private static final String ENGINE = "kamon/instrumentation/kafka/agent/engine.jar";

  private final KafkaBroker broker;
  private final String topic;

  BrokenAgentIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @TempDir Path directory;

  @Test
  void agent_without_its_engine_warns_once_and_leaves_the_application_alone() throws IOException {
    assertUntouched(null, "java.io.IOException: engine.jar is not in the agent's jar");
  }

  @Test
  void agent_with_half_of_its_engine_warns_once_and_leaves_the_application_alone()
      throws IOException {
    byte[] engine = engine();
    assertUntouched(
        Arrays.copyOf(engine, engine.length / 2),
        "java.io.IOException: engine.jar is not a jar, or cut off");
  }

  @Test
  void agent_with_noise_for_an_engine_warns_once_and_leaves_the_application_alone()
      throws IOException {
    assertUntouched(
        new byte[] {1, 2, 3, 4}, "java.io.IOException: engine.jar is not a jar, or cut off");
  }

  private void assertUntouched(byte[] engine, String reason) throws IOException {
    Path agent = Files.copy(Jars.AGENT, directory.resolve("agent.jar"));
    try (FileSystem jar = FileSystems.newFileSystem(agent)) {
      Files.delete(jar.getPath(ENGINE));
      if (engine != null) {
        Files.write(jar.getPath(ENGINE), engine);
      }
    }
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(PlainApplication.class, ClassPath.ofTracedApplication())
                .jvmArgs(ChildRun.javaagent(agent))
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

  private static byte[] engine() throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Jars.AGENT)) {
      return Files.readAllBytes(jar.getPath(ENGINE));
    }
  }
}
