package kamon.instrumentation.kafka.reliability.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM has with the agent that it does not have without. */
@ExtendWith(BrokerExtension.class)
class FootprintIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path directory;

  @Test
  void agent_has_no_thread_no_port_no_connection_and_no_file_that_a_control_has_not(
      KafkaBroker broker) throws Exception {
    // All three at once: what they do is wait.
    try (ChildJvm control = start(broker, "control");
        ChildJvm ended = start(broker, "ended", "-javaagent:" + System.getProperty("agent.jar"));
        ChildJvm killed =
            start(broker, "killed", "-javaagent:" + System.getProperty("agent.jar"))) {
      Set<String> usual = said(control);
      assertThat(said(ended)).isEqualTo(usual);
      assertThat(said(killed)).isEqualTo(usual);
      assertThat(ended.lines()).anyMatch(line -> line.contains("instruments kafka-clients"));
      assertThat(usual).noneMatch(line -> line.startsWith("listens"));
      int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
      assertThat(usual)
          .filteredOn(line -> line.startsWith("socket"))
          .allMatch(line -> line.equals("socket to port " + port));
      killed.kill();
      control.sendLine("");
      ended.sendLine("");
      assertThat(control.awaitExit(LIMIT)).isZero();
      assertThat(ended.awaitExit(LIMIT)).isZero();
    }
    for (String run : List.of("control", "ended", "killed")) {
      assertThat(directory.resolve(run)).isEmptyDirectory();
    }
  }

  private ChildJvm start(KafkaBroker broker, String run, String... jvmArgs) throws Exception {
    Path temporary = Files.createDirectory(directory.resolve(run));
    String topic = run + "-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    return ChildJvm.main(FootprintMain.class.getName())
        .jvmArgs(jvmArgs)
        .jvmArgs("-Djava.io.tmpdir=" + temporary, "-Dkamon.init.hide-banner=yes")
        .args(broker.bootstrapServers(), topic)
        .start();
  }

  private static Set<String> said(ChildJvm child) {
    child.awaitLine("ready", LIMIT);
    return child.lines().stream()
        .filter(line -> line.matches("(thread|listens|socket|writes) .*"))
        // Consumers name a thread after their group, which is the topic here.
        .map(line -> line.replaceAll("(control|ended|killed)-\\S+", "group"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
