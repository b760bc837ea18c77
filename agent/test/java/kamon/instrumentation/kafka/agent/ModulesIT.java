package kamon.instrumentation.kafka.agent;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A kafka-clients that has a module-info, as those who use jlink give it one. */
@ExtendWith(BrokerExtension.class)
final class ModulesIT {
  private final KafkaBroker broker;
  private final String topic;

  ModulesIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @TempDir Path directory;

  @BeforeEach
  void need_modules() {
    assumeThat(ChildJdk.chosen().feature()).isGreaterThan(8);
  }

  @Test
  void agent_lets_the_module_of_kafka_read_a_library_on_the_class_path() throws IOException {
    assertTraced(
        Expected.startLine(),
        jvm(ClassPath.ofTracedApplication(), "kafka.clients", kafkaModule(), slf4j())
            .jvmArgs(ChildRun.javaagent(Jars.AGENT)));
  }

  @Test
  void agent_lets_the_module_of_kafka_read_a_library_that_is_a_module() throws IOException {
    assertTraced(
        Expected.startLine(),
        jvm(
                ClassPath.ofApplication().kamon(),
                "kafka.clients,kamon.instrumentation.kafka",
                kafkaModule(),
                slf4j(),
                Jars.LIBRARY)
            .jvmArgs(ChildRun.javaagent(Jars.AGENT)));
  }

  @Test
  void under_kanela_the_module_of_kafka_reads_the_library_too() throws IOException {
    assertTraced(
        Expected.kanelaLine(),
        jvm(ClassPath.ofTracedApplication(), "kafka.clients", kafkaModule(), slf4j())
            .jvmArgs(ChildRun.javaagent(Jars.KANELA)));
  }

  private static ChildJvmBuilder jvm(ClassPath classPath, String modules, Path... modulePath) {
    return ChildRun.jvm(TracedApplication.class, classPath)
        .jvmArgs(
            "--module-path",
            Stream.of(modulePath).map(Path::toString).collect(joining(File.pathSeparator)))
        .jvmArgs("--add-modules", modules);
  }

  private void assertTraced(String line, ChildJvmBuilder jvm) {
    ChildRun run = ChildRun.of(jvm.args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(line), Expected.polled("[kctx]"), Expected.PROCESSED, List.of("done")));
    Expected.assertTraced(run.spans(), topic);
  }

  private static Path slf4j() {
    return Jars.here("slf4j-api-");
  }

  private Path kafkaModule() throws IOException {
    String exports =
        JarContents.of(Jars.kafka()).packages().stream()
            .filter(name -> name.startsWith("org/apache/kafka/"))
            .filter(name -> !name.contains("/internals"))
            .map(name -> "exports " + name.replace('/', '.') + ";")
            .collect(joining(" "));
    return new EditedJar(Jars.kafka(), directory)
        .with(
            "module-info.class",
            "module kafka.clients { requires org.slf4j; requires java.management;"
                + " requires java.naming; requires java.security.jgss;"
                + " requires java.security.sasl; requires jdk.unsupported; "
                + exports
                + " }",
            "--module-path",
            slf4j().toString(),
            "--patch-module",
            "kafka.clients=" + Jars.kafka())
        .path();
  }
}
