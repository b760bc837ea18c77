package kamon.instrumentation.kafka.agent;

import static kamon.instrumentation.kafka.agent.Checks.KAFKA;
import static kamon.instrumentation.kafka.agent.Checks.KAFKA_LINE;
import static kamon.instrumentation.kafka.agent.Checks.KAMON_LINE;
import static kamon.instrumentation.kafka.agent.Checks.LIBRARY_LINE;
import static kamon.instrumentation.kafka.agent.Checks.NO_LIBRARY;
import static kamon.instrumentation.kafka.agent.Checks.OK;
import static kamon.instrumentation.kafka.agent.Checks.ONE_PROBLEM;
import static kamon.instrumentation.kafka.agent.Checks.WELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code java -jar kamon-kafka-agent.jar check} says of what it has found. */
final class CheckIT {
  private final Path directory;
  private final Checks checks;

  CheckIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    checks = new Checks(directory);
  }

  @Test
  void class_path_with_all_that_is_needed_is_well() {
    checks.assertSays(
        0,
        ClassPath.ofTracedApplication().toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK,
        WELL);
  }

  @Test
  void without_kamon_it_says_what_the_agent_would_say() {
    checks.assertSays(
        1,
        Jars.kafka().toString(),
        Jars.kafka() + ", in the system class loader:",
        KAFKA_LINE,
        NO_LIBRARY,
        "  problem: "
            + KAFKA
            + " is not traced: Kamon is not visible from there. Add io.kamon:kamon-core_2.13 (or"
            + " kamon-bundle_2.13) and a reporter to the application, next to kafka-clients, and"
            + " call Kamon.init() or start with -javaagent:kamon-kafka-agent.jar=init",
        ONE_PROBLEM);
  }

  @Test
  void kamon_that_cannot_be_loaded_is_a_problem() throws IOException {
    Path kamon = checks.jarOf("kamon/Kamon.class");
    checks.assertSays(
        1,
        ClassPath.empty().with(Jars.kafka(), kamon).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        "  Kamon of unknown version (other.jar)",
        NO_LIBRARY,
        "  problem: "
            + KAFKA
            + " is not traced: kamon.Kamon is there, but cannot be loaded:"
            + " java.lang.ClassFormatError: Truncated class file",
        ONE_PROBLEM);
  }

  @Test
  void kafka_without_a_place_for_a_hook_is_a_problem() throws IOException {
    EditedJar kafka =
        new EditedJar(Jars.kafka(), directory)
            .without("org/apache/kafka/common/header/internals/RecordHeaders.class");
    checks.assertSays(
        1,
        ClassPath.empty().kamon().library().with(kafka.path()).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK.replace(", RecordHeaders", ""),
        "  problem: finds no place for its hooks in "
            + KAFKA
            + ": RecordHeaders (no such class). What depends on them is not traced; look for a"
            + " kamon-kafka that knows this release",
        ONE_PROBLEM);
  }

  @Test
  void classes_for_a_newer_java_are_named_with_what_to_do() throws IOException {
    String type = "org/apache/kafka/common/KafkaException";
    byte[] classFile = JarContents.of(Jars.kafka()).content(type + ".class");
    ByteBuffer.wrap(classFile).putShort(6, (short) 999);
    EditedJar kafka = new EditedJar(Jars.kafka(), directory).with(type + ".class", classFile);
    ChildRun run = checks.run(ClassPath.empty().kamon().with(kafka.path()).toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.lines())
        .anyMatch(
            line ->
                line.matches(
                    "  problem: "
                        + KAFKA
                        + " is not traced: org.apache.kafka.common.KafkaException is for a newer"
                        + " Java than the .+ that this check runs on. Run it with the"
                        + " application's"));
  }

  @Test
  void what_is_there_twice_or_under_another_name_is_told() throws IOException {
    String producer = "kafka/clients/producer/KafkaProducer.class";
    Path other =
        checks.jarOf(
            "kamon/Kamon.class",
            "com/acme/" + producer,
            "META-INF/versions/9/org/apache/" + producer);
    checks.assertSays(
        0,
        ClassPath.ofTracedApplication().with(other).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        "  note: other.jar has it, too, and the first counts. Keep one",
        LIBRARY_LINE,
        OK,
        "  note: a kafka-clients that was renamed to com.acme.kafka (shaded) is not traced: its"
            + " classes are not those that the library knows",
        WELL);
  }

  @Test
  void application_without_kafka_has_nothing_to_trace() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    checks.assertSays(
        1,
        ClassPath.empty().kamon().library().with(text) + File.pathSeparator + "nowhere.jar",
        "The class path, in the system class loader:",
        KAMON_LINE,
        LIBRARY_LINE,
        "  problem: no kafka-clients is there: nothing to trace",
        "note: " + text + " is no jar",
        "note: nowhere.jar is not there",
        ONE_PROBLEM);
  }

  @Test
  void other_arguments_are_answered_with_the_usage() {
    for (String[] arguments : new String[][] {{}, {"check"}, {"check", ""}, {"prove", "a.jar"}}) {
      ChildRun run = ChildRun.of(ChildRun.jar(Jars.AGENT).args(arguments));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.lines())
          .hasSize(4)
          .first()
          .isEqualTo("Usage: java -jar kamon-kafka-agent.jar check app.jar|directory|classpath");
    }
  }
}
