package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.streams.Restoring;
import kamon.instrumentation.kafka.compat.streams.Switching;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Kafka Streams does besides processing, and processors that know of us. */
@EnabledIfSystemProperty(named = "compat", matches = "all")
@ExtendWith(BrokerExtension.class)
class StreamsCornersIT {
  private static final String LIFECYCLE = "kamon.instrumentation.kafka.testbed.SpanLifecycle";

  private final KafkaBroker broker;
  private final String run = "corners-" + UUID.randomUUID();
  @TempDir Path directory;

  StreamsCornersIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @ParameterizedTest
  @EnumSource(KafkaStreamsRelease.class)
  void what_is_read_for_a_standby_or_restored_has_no_span(KafkaStreamsRelease release) {
    Program program = run(release, Restoring.class, 2);
    assertThat(facts(program, "STANDBY|RESTORED|LEFT"))
        .containsExactly("STANDBY both have all", "RESTORED 20");
    assertThat(facts(program, "COUNT")).hasSize(21).contains("COUNT key0=11", "COUNT key1=10");
    assertThat(tree(program))
        .isEqualTo(
            """
            producer.send in
              consumer.process in
                producer.send out
            """
                .repeat(21));
  }

  @ParameterizedTest
  @EnumSource(KafkaStreamsRelease.class)
  void tasks_get_spans_while_the_setting_says_so_and_helped_records_have_one_at_all_times(
      KafkaStreamsRelease release) {
    Program program = run(release, Switching.class, 1);
    assertThat(facts(program, "JOINED|LEFT"))
        .containsExactly(
            "JOINED helped-on true", "JOINED helped-off false", "JOINED helped-again true");
    assertThat(tree(program))
        .isEqualTo(
            """
            plain-on
              producer.send in
                consumer.process in
                  producer.send out
            helped-on
              producer.send in
                handle in
                  producer.send out
            plain-off
              producer.send in
                producer.send out
            helped-off
              producer.send in
                handle in
                  producer.send out
            plain-again
              producer.send in
                consumer.process in
                  producer.send out
            helped-again
              producer.send in
                handle in
                  producer.send out
            """);
  }

  private String tree(Program program) {
    return SpanTree.of(program.spans()).replace(run + "-", "");
  }

  private static List<String> facts(Program program, String kinds) {
    return program.lines().stream().filter(line -> line.matches("(" + kinds + ") .*")).toList();
  }

  private Program run(KafkaStreamsRelease release, Class<?> main, int partitionsOfInput) {
    broker.createTopic(run + "-in", partitionsOfInput);
    broker.createTopic(run + "-out", 1);
    return Program.of(main)
        .classPath(
            ClassPaths.resolve(
                "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                "org.apache.kafka:kafka-streams:" + release.version(),
                "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
        .jvmArgs(
            "-javaagent:" + Jars.AGENT,
            "-Dkamon.trace.sampler=always",
            "-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext",
            "-Dkamon.trace.hooks.pre-start.1=" + LIFECYCLE + "$Started",
            "-Dkamon.trace.hooks.pre-finish.0=" + LIFECYCLE + "$Finished")
        .run(broker.bootstrapServers(), run, directory.toString());
  }
}
