package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.compat.streams.WordCounts;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka Streams, exactly once, with the agent and without. */
@ExtendWith(BrokerExtension.class)
public class StreamsIT {
  private final KafkaBroker broker;

  StreamsIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.STREAMS.clear();
  }

  public static List<String> rows() {
    return Stream.of(KafkaStreamsRelease.values()).map(KafkaStreamsRelease::version).toList();
  }

  static Stream<KafkaStreamsRelease> releasesOfThisRun() {
    return SuiteRun.isFull()
        ? Stream.of(KafkaStreamsRelease.values())
        : Stream.of(KafkaStreamsRelease.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void topology_counts_as_without_the_agent_and_each_count_is_in_the_trace_of_its_line(
      KafkaStreamsRelease release, @TempDir Path directory) {
    String run = "streams-" + UUID.randomUUID();
    Program traced = run(release, run, directory.resolve("traced"), "-javaagent:" + Jars.AGENT);
    Program plain = run(release, run + "-plain", directory.resolve("plain"));
    assertThat(lines(traced, "COUNT "))
        .containsExactly(
            "COUNT b = 1",
            "COUNT a = 1",
            "COUNT a = 2",
            "COUNT c = 1",
            "COUNT c = 2",
            "COUNT a = 3",
            "COUNT b = 2");
    assertThat(lines(plain, "COUNT ")).isEqualTo(lines(traced, "COUNT "));
    assertThat(lines(traced, "KCTX ")).hasSize(7).containsOnly("KCTX 1");
    assertThat(lines(plain, "KCTX ")).hasSize(7).containsOnly("KCTX 0");

    assertThat(SpanTree.of(traced.spans()).replace(run + "-", ""))
        .isEqualTo(
            """
            b a
              producer.send lines
                consumer.process lines
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
            a c
              producer.send lines
                consumer.process lines
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
            c a b
              producer.send lines
                consumer.process lines
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
                  producer.send counts-repartition
                    consumer.process counts-repartition
                      producer.send counts
                        consumer.process counts
            """);
    assertThat(lines(traced, "LOGGED ")).hasSize(7).containsOnly("LOGGED 0");
    Tables.STREAMS.write(release.version(), "yes", "yes", "yes");
  }

  private Program run(KafkaStreamsRelease release, String run, Path state, String... jvmArgs) {
    broker.createTopic(run + "-lines", 1);
    broker.createTopic(run + "-counts", 1);
    return Program.of(WordCounts.class)
        .classPath(
            ClassPaths.resolve(
                "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                "org.apache.kafka:kafka-streams:" + release.version(),
                "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
        .jvmArgs(jvmArgs)
        .run(broker.bootstrapServers(), run, state.toString(), release.exactlyOnce());
  }

  private static List<String> lines(Program program, String beginning) {
    return program.lines().stream().filter(line -> line.startsWith(beginning)).toList();
  }
}
