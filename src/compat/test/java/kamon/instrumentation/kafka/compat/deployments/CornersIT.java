package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.compat.listeners.CornerApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of Spring Kafka that few applications have. */
@ExtendWith(BrokerExtension.class)
public class CornersIT {
  private static final String AGENT = "-javaagent:" + Jars.AGENT;
  private static final String KANELA = "-javaagent:" + Jars.KANELA;
  private static final String LIFECYCLE = "kamon.instrumentation.kafka.testbed.SpanLifecycle";
  private static final String BATCH = "consumer.process-batch";
  private static final List<String> TOPICS =
      List.of(
          "transacted",
          "transacted-dead",
          "reading",
          "reading-dead",
          "observed",
          "many",
          "wrapped",
          "enhanced",
          "templated",
          "undue",
          "filtered",
          "messages",
          "whole",
          "kept",
          "cut",
          "sharing",
          "questions",
          "answers",
          "suspended",
          "suspended-dead",
          "out");

  private final KafkaBroker broker;
  private final String run = "corners-" + UUID.randomUUID();

  CornersIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.LISTENERS.clear();
  }

  public static List<String> rows() {
    return Stream.of(SpringKafka.values()).map(SpringKafka::version).toList();
  }

  static Stream<SpringKafka> releasesOfThisRun() {
    return SuiteRun.isFull()
        ? Stream.of(SpringKafka.values())
        : Stream.of(SpringKafka.OLDEST, SpringKafka.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void each_call_of_a_listener_has_a_span_and_nothing_else_changes(SpringKafka release) {
    Program traced = run(release, run, AGENT);
    check(traced, release);
    if (SuiteRun.isFull() || release == SpringKafka.NEWEST) {
      assertThat(facts(traced)).isEqualTo(facts(run(release, run + "-plain")));
      Tables.LISTENERS.write(release.version(), "yes", "yes");
    }
  }

  @EnabledIfSystemProperty(named = "compat", matches = "all")
  @ParameterizedTest
  @EnumSource(
      value = SpringKafka.class,
      names = {"OLDEST", "NEWEST"})
  void kanela_weaves_the_same(SpringKafka release) {
    check(run(release, run, KANELA), release);
  }

  private void check(Program traced, SpringKafka release) {
    checkRecords(traced, release);
    checkBatches(traced, release);
    assertThat(traced.spans().stream().filter(ReportedSpan::error))
        .extracting(span -> (String) span.tags().get("error.message"))
        .filteredOn(message -> !message.endsWith(" fails"))
        .singleElement()
        .asString()
        .startsWith("failed to deserialize");
    assertThat(traced.lines())
        .noneMatch(line -> line.startsWith("LEFT "))
        .noneMatch(line -> line.contains("WARN") && line.contains("kamon.instrumentation"))
        .noneMatch(line -> line.matches("\\[kamon-kafka.*WARN.*"))
        .filteredOn(line -> line.startsWith("TENANT "))
        .filteredOn(line -> !line.endsWith(" acme"))
        .isEmpty();
  }

  @Test
  void suspending_function_of_kotlin_has_its_span_until_it_has_returned(@TempDir Path classes) {
    List<Path> jars =
        new ArrayList<>(
            classPath(
                SpringKafka.NEWEST,
                "io.projectreactor:reactor-core:" + System.getProperty("reactor.version"),
                kotlin("kotlin-reflect"),
                kotlin("kotlin-compiler-embeddable"),
                "org.jetbrains.kotlinx:kotlinx-coroutines-reactor:"
                    + System.getProperty("kotlinx-coroutines.version")));
    jars.add(0, classes);
    compile(jars, classes);
    Program traced =
        run(
            run,
            jars,
            AGENT,
            calls(SpringKafka.NEWEST) + 4,
            "kamon.instrumentation.kafka.compat.listeners.Suspending");
    Set<String> traces =
        traced.spans().stream()
            .filter(span -> span.name().equals("suspended"))
            .map(ReportedSpan::traceId)
            .collect(Collectors.toSet());
    assertThat(
            tree(traced.spans().stream().filter(span -> traces.contains(span.traceId())).toList()))
        .isEqualTo(CornerTrees.SUSPENDED);
    assertThat(traced.spans())
        .filteredOn(span -> span.kind().equals("consumer") && topic(span).equals("suspended"))
        .hasSize(3)
        .allSatisfy(
            span ->
                assertThat(Duration.between(span.from(), span.to()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300)));
    assertThat(traced.lines()).noneMatch(line -> line.startsWith("LEFT "));
  }

  private static String kotlin(String artifact) {
    return "org.jetbrains.kotlin:" + artifact + ":" + System.getProperty("compiler.kotlin.version");
  }

  /** The compiler is on the class path that it compiles for. */
  private static void compile(List<Path> jars, Path classes) {
    List<Path> all = new ArrayList<>(jars);
    all.add(Path.of("target", "classes").toAbsolutePath());
    String path = all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    try (ChildJvm compiler =
        ChildJvm.main("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler")
            .classPath(path)
            .args("-no-stdlib", "-no-reflect", "-nowarn", "-cp", path, "-d", classes.toString())
            .args(Path.of("target", "classes", "suspending", "Suspending.kt").toString())
            .start()) {
      assertThat(compiler.awaitExit(Duration.ofMinutes(3)))
          .as(() -> String.join("\n", compiler.lines()))
          .isZero();
    }
  }

  private void checkRecords(Program traced, SpringKafka release) {
    Set<String> batches = roots(traced).map(ReportedSpan::traceId).collect(Collectors.toSet());
    assertThat(
            tree(
                traced.spans().stream().filter(span -> !batches.contains(span.traceId())).toList()))
        .isEqualTo(CornerTrees.of(release));
  }

  /** Those of two records from two traces, each in a trace of its own. */
  private void checkBatches(Program traced, SpringKafka release) {
    Map<String, String> trees = new TreeMap<>();
    for (ReportedSpan root : roots(traced).toList()) {
      String topic = topic(root);
      trees.put(
          topic,
          tree(
              traced.spans().stream()
                  .filter(span -> span.traceId().equals(root.traceId()))
                  .toList()));
      assertThat(root.tags()).containsEntry("kafka.batch.size", 2L);
      assertThat(root.links())
          .extracting(ReportedSpan.Link::spanId)
          .containsExactlyInAnyOrderElementsOf(
              traced.spans().stream()
                  .filter(span -> span.name().equals("producer.send") && topic(span).equals(topic))
                  .map(ReportedSpan::spanId)
                  .toList());
    }
    assertThat(trees).isEqualTo(CornerTrees.batches(release));
  }

  private static Stream<ReportedSpan> roots(Program traced) {
    return traced.spans().stream()
        .filter(span -> span.name().equals(BATCH) && span.parentId().isEmpty());
  }

  private String topic(ReportedSpan span) {
    return ((String) span.tags().get("kafka.topic")).replace(run + "-", "");
  }

  private String tree(List<ReportedSpan> spans) {
    return SpanTree.of(spans).replace(run + "-", "");
  }

  /** In whatever order threads have printed them. */
  private static List<String> facts(Program program) {
    return program.lines().stream()
        .filter(line -> line.matches("(SEEN|OBSERVED) .*"))
        .sorted()
        .toList();
  }

  private Program run(SpringKafka release, String name, String... jvmArgs) {
    String agent = jvmArgs.length == 0 ? "-Dno=agent" : jvmArgs[0];
    return run(name, classPath(release), agent, calls(release));
  }

  private static int calls(SpringKafka release) {
    return 16 + (release.takesTemplates() ? 2 : 0) + (release.shares() ? 2 : 0);
  }

  private static List<Path> classPath(SpringKafka release, String... more) {
    List<String> coordinates = new ArrayList<>();
    coordinates.add("ch.qos.logback:logback-classic:" + System.getProperty("logback.version"));
    coordinates.add("org.springframework.kafka:spring-kafka:" + release.version());
    coordinates.add("io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version"));
    coordinates.addAll(List.of(more));
    return ClassPaths.resolve(coordinates.toArray(String[]::new));
  }

  private Program run(
      String name, List<Path> classPath, String agent, int calls, String... listeners) {
    TOPICS.forEach(topic -> broker.createTopic(name + "-" + topic, 1));
    broker.shareGroupReadsFromStart(name + "-sharing");
    List<String> arguments =
        new ArrayList<>(List.of(broker.bootstrapServers(), name, String.valueOf(calls)));
    arguments.addAll(List.of(listeners));
    return Program.of(CornerApplication.class)
        .classPath(classPath)
        .jvmArgs(
            agent,
            "-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext",
            "-Dkamon.trace.hooks.pre-start.1=" + LIFECYCLE + "$Started",
            "-Dkamon.trace.hooks.pre-finish.0=" + LIFECYCLE + "$Finished")
        .run(arguments.toArray(String[]::new));
  }
}
