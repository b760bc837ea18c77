package kamon.instrumentation.kafka.agent;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.LoadedClasses;
import kamon.instrumentation.kafka.agent.child.ParentAndChild;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the agent starts where it, or Kafka, is not in the usual place. */
final class StartIT {
  private static final String RECORD = "org.apache.kafka.clients.producer.ProducerRecord";
  private static final String WARN = "[kamon-kafka-agent] WARN ";

  @TempDir Path directory;

  @Test
  void argument_off_leaves_kafka_alone() {
    assertLines(
        jvm("=off"), "[kamon-kafka-agent] INFO is off", "ProducerRecord is untouched", "done");
  }

  @Test
  void argument_quiet_prints_nothing_when_all_is_well() {
    assertLines(jvm("=quiet"), "ProducerRecord is woven", "done");
  }

  @Test
  void unknown_arguments_are_named_and_known_ones_beside_them_work() {
    assertLines(
        jvm("=debug, quiet,level=5"),
        WARN
            + "ignores the argument debug, level=5: it knows \"init\", \"off\" and \"quiet\", separated by a"
            + " comma",
        "ProducerRecord is woven",
        "done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"now!", "x.jar!", "a b%20+ü"})
  void directory_of_the_agent_may_have_any_name(String name) throws IOException {
    Path odd = Files.createDirectory(directory.resolve(name));
    Path agent = Files.copy(Jars.AGENT, odd.resolve("agent.jar"));
    assertLines(
        ChildRun.jvm(LoadedClasses.class, ClassPath.ofTracedApplication())
            .jvmArgs(ChildRun.javaagent(agent))
            .args(RECORD),
        Expected.startLine(),
        "ProducerRecord is woven",
        "done");
  }

  @Test
  void kafka_on_the_boot_class_path_is_not_traced_and_one_line_says_why() {
    assertLines(
        jvm("")
            .jvmArgs(
                "-Xbootclasspath/a:" + Jars.kafka() + File.pathSeparator + Jars.here("slf4j-api-"))
            .args("org.apache.kafka.common.header.internals.RecordHeaders"),
        WARN
            + "kafka-clients on the boot class path is not traced: no library is visible from"
            + " there. Move it to the class path of the application",
        "ProducerRecord is untouched",
        "RecordHeaders is untouched",
        "done");
  }

  @Test
  void shaded_kafka_is_not_traced_and_one_line_says_why() throws IOException {
    String shaded = "com.example.shaded.kafka.clients.";
    EditedJar jar = new EditedJar(Jars.copied("slf4j-simple.jar"), directory);
    for (String name : List.of("producer.KafkaProducer", "consumer.KafkaConsumer")) {
      int dot = name.indexOf('.');
      jar.with(
          (shaded + name).replace('.', '/') + ".class",
          "package %s; public class %s {}"
              .formatted(shaded + name.substring(0, dot), name.substring(dot + 1)),
          "--release",
          "8");
    }
    assertLines(
        ChildRun.jvm(LoadedClasses.class, ClassPath.ofTracedApplication().with(jar.path()))
            .jvmArgs(ChildRun.javaagent(Jars.AGENT))
            .args(shaded + "producer.KafkaProducer", shaded + "consumer.KafkaConsumer"),
        WARN
            + "a kafka-clients that was renamed to com.example.shaded.kafka (shaded) is not traced:"
            + " its classes are not those that the library knows",
        "KafkaProducer is untouched",
        "KafkaConsumer is untouched",
        "done");
  }

  @Test
  void kafka_in_a_child_loader_is_reported_with_its_own_release_and_hooks() {
    assumeThat(ChildJdk.chosen().feature()).isGreaterThanOrEqualTo(11);
    ClassPath rest = ClassPath.empty().kamon().library().with(Jars.here("slf4j-api-"));
    assertLines(
        ChildRun.jvm(ParentAndChild.class, ClassPath.ofApplication())
            .jvmArgs(ChildRun.javaagent(Jars.AGENT))
            .args(
                rest.with(Jars.kafka()).toString(),
                rest.with(Jars.copied("kafka-clients-java8.jar")).toString(),
                RECORD),
        Expected.startLine(),
        "ProducerRecord is woven",
        "[kamon-kafka-agent] INFO instruments kafka-clients "
            + System.getProperty("kafka-java8.version")
            + ": "
            + Expected.hooks(true)
            + Expected.NO_BUNDLE,
        "ProducerRecord is woven");
  }

  @Test
  void security_manager_with_grants_by_code_base_lets_the_engine_work() throws IOException {
    assumeThat(ChildJdk.chosen().feature())
        .as("Java 24 and later have no security manager")
        .isBetween(9, 23);
    ClassPath classPath = ClassPath.ofTracedApplication();
    String grants =
        classPath.with(Jars.AGENT).entries().stream()
            .map(
                path ->
                    "grant codeBase \"%s\" { permission java.security.AllPermission; };"
                        .formatted(path.toUri() + (Files.isDirectory(path) ? "-" : "")))
            .collect(joining("\n"));
    Path policy = Files.writeString(directory.resolve("by.policy"), grants);
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(LoadedClasses.class, classPath)
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .jvmArgs("-Djava.security.manager", "-Djava.security.policy==" + policy)
                .args(RECORD));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .filteredOn(line -> !line.startsWith("WARNING: ")) // the JVM's, of its own future
        .containsExactly(Expected.startLine(), "ProducerRecord is woven", "done");
  }

  private static ChildJvmBuilder jvm(String arguments) {
    return ChildRun.jvm(LoadedClasses.class, ClassPath.ofTracedApplication())
        .jvmArgs(ChildRun.javaagent(Jars.AGENT) + arguments)
        .args(RECORD);
  }

  private static void assertLines(ChildJvmBuilder jvm, String... lines) {
    ChildRun run = ChildRun.of(jvm);
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines()).containsExactly(lines);
  }
}
