package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.noharm.TroubledListeners;
import kamon.instrumentation.kafka.compat.noharm.TroubledStreams;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frameworks whose records fail, are retried and change hands: with the agent, and without. */
@ExtendWith(BrokerExtension.class)
class NoHarmIT {
  private static final String RECORDS = SuiteRun.isFull() ? "100000" : "2000";

  private static final String LIFECYCLE = "kamon.instrumentation.kafka.testbed.SpanLifecycle";
  private static final List<String> COUNTED =
      List.of(
          "-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext",
          "-Dkamon.trace.hooks.pre-start.1=" + LIFECYCLE + "$Started",
          "-Dkamon.trace.hooks.pre-finish.0=" + LIFECYCLE + "$Finished");

  private final KafkaBroker broker;

  NoHarmIT(KafkaBroker broker) {
    this.broker = broker;
  }

  static Stream<SpringKafka> springsOfThisRun() {
    return SuiteRun.isFull() ? Stream.of(SpringKafka.values()) : Stream.of(SpringKafka.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("springsOfThisRun")
  void listeners_handle_fail_and_commit_as_without_the_agent(SpringKafka release) {
    Program plain = listeners(release);
    Program traced = listeners(release, "-javaagent:" + Jars.AGENT);
    assertThat(outcome(traced)).isEqualTo(outcome(plain)).hasSize(12);
    assertTidy(traced.lines(), 2 * Long.parseLong(RECORDS));
  }

  private Program listeners(SpringKafka release, String... jvmArgs) {
    String run = "troubled-" + UUID.randomUUID();
    broker.createTopic(run + "-in", 4);
    broker.createTopic(run + "-dead", 4);
    return program(
            TroubledListeners.class,
            "org.springframework.kafka:spring-kafka:" + release.version(),
            jvmArgs)
        .run(broker.bootstrapServers(), run, RECORDS);
  }

  static Stream<KafkaStreamsRelease> streamsWithHandlers() {
    // Before, nothing may fail: a processor's failure ends its thread.
    return Stream.of(KafkaStreamsRelease.LAST_3, KafkaStreamsRelease.NEWEST);
  }

  // Each row takes half a minute, in which a group misses a member that has gone without a word.
  @EnabledIfSystemProperty(named = "compat", matches = "all")
  @ParameterizedTest
  @MethodSource("streamsWithHandlers")
  void topologies_count_and_commit_as_without_the_agent(
      KafkaStreamsRelease release, @TempDir Path directory) {
    Program plain = streams(release, directory.resolve("plain"));
    Program traced = streams(release, directory.resolve("traced"), "-javaagent:" + Jars.AGENT);
    assertThat(outcome(traced)).isEqualTo(outcome(plain)).hasSize(5);
    assertTidy(traced.lines(), 2 * Long.parseLong(RECORDS));
  }

  private Program streams(KafkaStreamsRelease release, Path directory, String... jvmArgs) {
    String run = "troubled-" + UUID.randomUUID();
    broker.createTopic(run + "-in", 4);
    broker.createTopic(run + "-out", 4);
    return program(
            TroubledStreams.class, "org.apache.kafka:kafka-streams:" + release.version(), jvmArgs)
        .run(broker.bootstrapServers(), run, RECORDS, directory.toString(), release.exactlyOnce());
  }

  @EnabledIfSystemProperty(named = "compat", matches = "all")
  @ParameterizedTest
  // A worker of 2.8.2 does not come to its end in this, without the agent either.
  @EnumSource(
      value = ConnectRelease.class,
      names = {"LAST_3", "NEWEST"})
  void connectors_pass_on_fail_and_commit_as_without_the_agent(
      ConnectRelease release, @TempDir Path plainly, @TempDir Path folder) throws IOException {
    NumbersRun.Result plain = connectors(release, plainly);
    NumbersRun.Result traced =
        connectors(
            release,
            folder,
            "-javaagent:" + Jars.AGENT + "=init",
            "-Dkamon.modules.printing.factory=kamon.instrumentation.kafka.compat.connect.Counting",
            "-Dkamon.trace.sampler=adaptive");
    assertThat(traced.facts()).isEqualTo(plain.facts()).hasSize(13);
    assertTidy(traced.lines(), traced.sent());
  }

  private NumbersRun.Result connectors(ConnectRelease release, Path folder, String... jvmArgs)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(jvmArgs));
    if (!arguments.isEmpty()) {
      arguments.addAll(COUNTED);
    }
    return NumbersRun.of(
        release,
        broker,
        folder,
        "troubled-" + UUID.randomUUID(),
        Integer.parseInt(RECORDS),
        arguments.toArray(String[]::new));
  }

  private static Program.Start program(Class<?> main, String framework, String... jvmArgs) {
    List<String> arguments = new ArrayList<>(List.of(jvmArgs));
    arguments.addAll(COUNTED);
    return Program.of(main)
        .classPath(
            ClassPaths.resolve(
                "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                framework,
                "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
        .jvmArgs(arguments.toArray(String[]::new));
  }

  private static List<String> outcome(Program program) {
    return program.lines().stream().filter(line -> line.startsWith("OUTCOME ")).sorted().toList();
  }

  /** More spans than so many, all finished, and no context left. */
  private static void assertTidy(List<String> lines, long spans) {
    assertThat(lines).noneMatch(line -> line.startsWith("LEFT "));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("SPANS "))
        .last()
        .satisfies(
            line -> {
              String[] numbers = line.split(" ", -1);
              assertThat(numbers[1]).isEqualTo(numbers[2]);
              assertThat(Long.parseLong(numbers[1])).isGreaterThan(spans);
            });
  }
}
