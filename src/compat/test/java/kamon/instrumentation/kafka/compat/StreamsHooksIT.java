package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weaves and links the hooked classes of every release of Kafka Streams with the real agent. */
class StreamsHooksIT {
  private static final String OLDEST = "2.8.0";
  private static final String TASK = "org.apache.kafka.streams.processor.internals.StreamTask";
  private static final ClassFileTransformer AGENT = RealAgent.transformer();

  private static Map<String, List<Path>> classPaths;

  /** They are published together with kafka-clients. */
  static List<String> releases() {
    return ListedRelease.kafkaClients().stream()
        .map(ListedRelease::version)
        .filter(version -> ListedRelease.compare(version, OLDEST) >= 0)
        .toList();
  }

  @BeforeAll
  static void resolve() {
    Map<String, List<String>> coordinates = new LinkedHashMap<>();
    for (String release : releases()) {
      coordinates.put(
          release,
          List.of(
              "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
              "org.apache.kafka:kafka-clients:" + release,
              // RocksDB is large, and nothing here loads it.
              "org.apache.kafka:kafka-streams:" + release + Poms.ALONE,
              "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")));
    }
    classPaths = ClassPaths.resolve(coordinates);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void every_hook_binds_and_nothing_else_changes(String release) throws IOException {
    try (WovenRelease woven = new WovenRelease(AGENT, classPath(release))) {
      BindingCheck check = new BindingCheck(woven, Hooks.ofKafkaStreams());
      assertThat(check.problems()).as("kafka-streams %s", release).isEmpty();
      assertThat(check.bound())
          .contains(
              "StreamTask.process(long)",
              "StreamTask.updateProcessorContext(ProcessorNode, long, ProcessorRecordContext)",
              "StreamTask.close(boolean)",
              "ProcessorContextImpl.forward(Record, String)")
          .filteredOn(hook -> hook.startsWith("RecordCollectorImpl.send("))
          .hasSize(2);
      assertThat(check.bound().stream().anyMatch(hook -> hook.startsWith("ProcessorNode.init(")))
          .isEqualTo(ListedRelease.compare(release, "3.9.0") >= 0);
      assertThat(check.bound().stream().anyMatch(hook -> hook.contains("emitNonJoined")))
          .isEqualTo(ListedRelease.compare(release, "3.0.0") >= 0);
      assertThat(
              check.bound().stream()
                  .anyMatch(hook -> hook.startsWith("KStreamKTableJoinProcessor.emit(")))
          .isEqualTo(ListedRelease.compare(release, "3.6.0") >= 0);
      assertThat(check.bound())
          .filteredOn(hook -> hook.contains("fetchAndEmit"))
          .hasSize(ListedRelease.compare(release, "3.3.0") >= 0 ? 2 : 0);
    }
  }

  @Test
  void release_with_an_unknown_inside_is_left_alone() throws IOException {
    String newest = releases().get(releases().size() - 1);
    for (String renamed : List.of("process", "record")) {
      try (WovenRelease woven = new RenamedMember(AGENT, classPath(newest), TASK, renamed)) {
        assertThat(new BindingCheck(woven, Hooks.ofKafkaStreams()).problems())
            .filteredOn(problem -> problem.contains(": not woven"))
            .as("without \"%s\"", renamed)
            .hasSize(Hooks.ofKafkaStreams().size());
      }
    }
  }

  private static List<Path> classPath(String release) {
    List<Path> classPath = new ArrayList<>(List.of(Jars.LIBRARY));
    classPath.addAll(classPaths.get(release));
    return classPath;
  }
}
