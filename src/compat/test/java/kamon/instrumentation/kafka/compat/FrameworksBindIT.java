package kamon.instrumentation.kafka.compat;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weaves and links the hooked classes of frameworks, release by release, with the real agent. */
class FrameworksBindIT {
  private static final String SPRING_KAFKA = "org.springframework.kafka:spring-kafka:";
  private static final String KAFKA = "org.apache.kafka:";

  private static Map<String, List<Path>> springKafka;
  private static Map<String, List<Path>> kafkaConnect;

  static Stream<String> springKafka() {
    Map<String, List<String>> jars = new LinkedHashMap<>();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String version : ofThisRun(ListedRelease.springKafka())) {
      jars.put(version, List.of(SPRING_KAFKA + version + Poms.ALONE));
      // All of a line are linked with what its newest one needs: Spring's jars are many.
      lines.put(line(version), application(SPRING_KAFKA + version));
    }
    springKafka = ClassPaths.resolve(jars);
    Map<String, List<Path>> needed = ClassPaths.resolve(lines);
    springKafka.replaceAll(
        (version, jar) -> Stream.concat(jar.stream(), needed.get(line(version)).stream()).toList());
    return springKafka.keySet().stream();
  }

  static Stream<String> kafkaConnect() {
    Map<String, List<String>> applications = new LinkedHashMap<>();
    for (String version : ofThisRun(ListedRelease.kafkaConnect())) {
      applications.put(
          version,
          application(
              KAFKA + "connect-runtime:" + version + Poms.ALONE,
              KAFKA + "connect-api:" + version + Poms.ALONE,
              KAFKA + "kafka-clients:" + version));
    }
    kafkaConnect = ClassPaths.resolve(applications);
    return kafkaConnect.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("springKafka")
  void every_hook_in_spring_kafka_binds_and_nothing_else_changes(String version)
      throws IOException {
    check(springKafka.get(version), Hooks.ofSpringKafka());
  }

  @ParameterizedTest
  @MethodSource("kafkaConnect")
  void every_hook_in_kafka_connect_binds_and_nothing_else_changes(String version)
      throws IOException {
    check(kafkaConnect.get(version), Hooks.ofKafkaConnect());
  }

  @Test
  void kafka_connect_with_an_unknown_inside_is_left_alone() throws IOException {
    String newest = newest(kafkaConnect());
    for (String renamed : List.of("deliverMessages", "messageBatch")) {
      try (WovenRelease release =
          new RenamedMember(
              RealAgent.transformer(),
              classPath(kafkaConnect.get(newest)),
              "org.apache.kafka.connect.runtime.WorkerSinkTask",
              renamed)) {
        assertThat(new BindingCheck(release, Hooks.ofKafkaConnect()).problems())
            .filteredOn(problem -> problem.contains(": not woven"))
            .as("without \"%s\"", renamed)
            .hasSize(Hooks.ofKafkaConnect().size());
      }
    }
  }

  @Test
  void agents_check_says_so_without_an_application_that_runs() {
    String spring = newest(springKafka());
    String connect = newest(kafkaConnect());
    assertChecked(
        springKafka.get(spring), "  ok: instruments the listeners of spring-kafka " + spring);
    assertChecked(
        kafkaConnect.get(connect), "  ok: instruments the sinks of kafka-connect " + connect);
  }

  private static void assertChecked(List<Path> jars, String line) {
    String classPath =
        classPath(jars).stream().map(Path::toString).collect(joining(File.pathSeparator));
    try (ChildJvm check = ChildJvm.jar(Jars.AGENT).args("check", classPath).start()) {
      int exitCode = check.awaitExit(Duration.ofMinutes(2));
      assertThat(check.lines()).contains(line);
      assertThat(exitCode).isZero();
    }
  }

  private static String newest(Stream<String> versions) {
    return versions.reduce((first, second) -> second).orElseThrow();
  }

  private static List<Path> classPath(List<Path> jars) {
    List<Path> classPath = new ArrayList<>(List.of(Jars.LIBRARY));
    classPath.addAll(jars);
    return classPath;
  }

  private static void check(List<Path> jars, List<Hook> hooks) throws IOException {
    try (WovenRelease release = new WovenRelease(RealAgent.transformer(), classPath(jars))) {
      BindingCheck check = new BindingCheck(release, hooks);
      assertThat(check.problems()).isEmpty();
      assertThat(check.bound()).hasSizeGreaterThanOrEqualTo(hooks.size());
    }
  }

  private static List<String> application(String... coordinates) {
    List<String> all = new ArrayList<>();
    all.add("ch.qos.logback:logback-classic:" + System.getProperty("logback.version"));
    all.addAll(List.of(coordinates));
    all.add("io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version"));
    return all;
  }

  private static List<String> ofThisRun(List<ListedRelease> releases) {
    return releases.stream()
        .filter(ListedRelease::isInThisRun)
        .map(ListedRelease::version)
        .toList();
  }

  private static String line(String version) {
    return version.substring(0, version.lastIndexOf('.'));
  }
}
