package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/** Runs of {@code java -jar kamon-kafka-agent.jar check}, and lines that it prints. */
final class Checks {
  private static final String VERSION = System.getProperty("project.version");
  static final String KAFKA = "kafka-clients " + Expected.kafkaVersion();
  static final String KAFKA_LINE = "  %s (%s)".formatted(KAFKA, Jars.kafka().getFileName());
  static final String KAMON_LINE = kamonLine();
  static final String LIBRARY_LINE = "  kamon-kafka " + VERSION + " (kamon-kafka.jar)";
  static final String NO_LIBRARY =
      "  note: the application has no kamon-kafka, and needs none: the agent brings " + VERSION;
  static final String OK = "  ok: instruments %s: %s".formatted(KAFKA, Expected.hooks());
  static final String WELL = "All is well: start it with -javaagent:kamon-kafka-agent.jar";
  static final String ONE_PROBLEM = "There is 1 problem";

  private final Path directory;
  private final Path temporary;

  /** Runs with a temporary directory of their own, in that directory. */
  Checks(Path directory) throws IOException {
    this.directory = directory;
    temporary = Files.createDirectory(directory.resolve("temporary"));
  }

  private static String kamonLine() {
    String jar = Jars.here("kamon-core_2.13-").getFileName().toString();
    return "  Kamon %s (%s)".formatted(jar.replaceAll(".*-(.*)\\.jar", "$1"), jar);
  }

  Path temporary() {
    return temporary;
  }

  /** A jar with files without content. */
  Path jarOf(String... names) throws IOException {
    Path other = directory.resolve("other.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(other))) {
      for (String name : names) {
        jar.putNextEntry(new ZipEntry(name));
      }
    }
    return other;
  }

  void assertSays(int exitCode, String target, String... lines) {
    ChildRun run = run(target);
    assertThat(run.lines()).containsExactlyElementsOf(List.of(lines));
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  /** Runs it, and asserts that no temporary file is left. */
  ChildRun run(String target) {
    ChildRun run = run(target, temporary);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return run;
  }

  static ChildRun run(String target, Path temporary) {
    ChildJvmBuilder jvm =
        ChildRun.jar(Jars.AGENT).jvmArgs("-Djava.io.tmpdir=" + temporary).args("check", target);
    return ChildRun.of(jvm);
  }
}
