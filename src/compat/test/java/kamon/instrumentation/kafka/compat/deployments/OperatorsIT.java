package kamon.instrumentation.kafka.compat.deployments;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.streams.StreamsApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topology with every kind of operator. */
@ExtendWith(BrokerExtension.class)
class OperatorsIT {
  static final List<String> TOPICS =
      List.of(
          "map",
          "count",
          "evict",
          "reduce",
          "table",
          "window",
          "session",
          "suppress",
          "lookup",
          "stream",
          "left",
          "right",
          "lone",
          "nobody",
          "group",
          "global",
          "late",
          "fail",
          "punctuate");

  private final KafkaBroker broker;

  OperatorsIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.8.2", "3.9.2", "4.4.0"})
  void look(String kafka, @TempDir Path directory) {
    for (String cache : List.of("0", "3000")) {
      for (String agent : List.of("-javaagent:" + Jars.AGENT, "-Dnone")) {
        String run = "operators-" + UUID.randomUUID();
        Program program = run(kafka, run, directory.resolve(run), cache, agent);
        System.out.println("######## " + kafka + " " + cache + " " + agent);
        program.lines().stream()
            .filter(
                l ->
                    !l.startsWith("SPAN")
                        && (l.matches("(IN|OUT|AT|CHANGELOG|LEFT) .*")
                            || l.contains("WARN")
                            || l.contains("ERROR")
                            || l.contains("[kamon")))
            .forEach(System.out::println);
        System.out.println(SpanTree.of(program.spans()).replace(run + "-", ""));
      }
    }
  }

  private Program run(String kafka, String run, Path state, String cache, String... jvmArgs) {
    for (String topic : TOPICS) {
      broker.createTopic(run + "-" + topic, 1);
      broker.createTopic(run + "-" + topic + "-out", 1);
    }
    broker.createTopic(run + "-side", 1);
    return Program.of(StreamsApplication.class)
        .classPath(
            ClassPaths.resolve(
                "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                "org.apache.kafka:kafka-streams:" + kafka,
                "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
        .jvmArgs(jvmArgs)
        .run(
            broker.bootstrapServers(),
            run,
            state.toString(),
            "at_least_once",
            cache,
            String.valueOf(!kafka.startsWith("2")));
  }
}
