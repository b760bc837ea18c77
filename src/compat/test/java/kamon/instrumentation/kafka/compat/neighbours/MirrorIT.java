package kamon.instrumentation.kafka.compat.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.fleet.Ends;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mirror Maker 2 in a Connect worker, with the header converter that both have by default. */
@ExtendWith(BrokerExtension.class)
final class MirrorIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<String> FORMATS = List.of("w3c", "kctx", "b3", "b3-single", "http");

  private final KafkaBroker broker;

  MirrorIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void trace_goes_on_behind_a_mirror_that_has_made_base64_of_all_headers(@TempDir Path directory)
      throws IOException {
    String run = "mirror-" + UUID.randomUUID() + "-";
    List<String> formats = SuiteRun.isFull() ? FORMATS : FORMATS.subList(0, 1);
    formats.forEach(format -> broker.createTopic(run + format, 1));
    try (ChildJvm worker = worker(directory, run + ".*")) {
      for (String format : formats) {
        assertMirrored(format, run + format);
      }
      worker.kill();
    }
  }

  private void assertMirrored(String format, String topic) {
    try (ChildJvm ends =
        ChildJvm.main(Ends.class.getName())
            .classPath(path(Application.newest().classPath()))
            .jvmArgs("-javaagent:" + Jars.AGENT, "-Dkamon.trace.sampler=always")
            .jvmArgs("-Dkamon.instrumentation.kafka.client.tracing.propagator=" + format)
            .jvmArgs("-Xmx256m", "-XX:TieredStopAtLevel=1")
            .args(broker.bootstrapServers(), topic, "here." + topic)
            .start()) {
      assertThat(ends.awaitExit(LIMIT)).as(() -> String.join("\n", ends.lines())).isZero();
      Map<String, ReportedSpan> spans =
          ends.spans().stream().collect(Collectors.toMap(ReportedSpan::name, span -> span));
      assertThat(spans).containsOnlyKeys("checkout", "producer.send", "consumer.process", "end");
      assertThat(spans.get("consumer.process").traceId())
          .as(format)
          .isEqualTo(spans.get("producer.send").traceId());
      assertThat(spans.get("consumer.process").parentId())
          .isEqualTo(spans.get("producer.send").spanId());
      assertThat(ends.lines()).contains("TENANT " + (format.startsWith("b3") ? null : "acme"));
      List<String> headers = ends.lines().stream().filter(l -> l.startsWith("HEADER ")).toList();
      assertThat(headers)
          .isNotEmpty()
          .allSatisfy(header -> Base64.getDecoder().decode(header.split(": ", -1)[1]));
    }
  }

  private ChildJvm worker(Path directory, String topics) throws IOException {
    String kafka = System.getProperty("kafka-connect.version");
    Path worker = directory.resolve("worker.properties");
    String converter = "org.apache.kafka.connect.converters.ByteArrayConverter";
    Files.write(
        worker,
        List.of(
            "bootstrap.servers=" + broker.bootstrapServers(),
            "key.converter=" + converter,
            "value.converter=" + converter,
            "listeners=http://127.0.0.1:0",
            "offset.storage.file.filename=" + directory.resolve("offsets")));
    Path mirror = directory.resolve("mirror.properties");
    Files.write(
        mirror,
        List.of(
            "name=mirror",
            "connector.class=org.apache.kafka.connect.mirror.MirrorSourceConnector",
            "source.cluster.alias=here",
            "target.cluster.alias=there",
            "source.cluster.bootstrap.servers=" + broker.bootstrapServers(),
            "target.cluster.bootstrap.servers=" + broker.bootstrapServers(),
            "topics=" + topics,
            "replication.factor=1",
            "offset-syncs.topic.replication.factor=1",
            "sync.topic.acls.enabled=false",
            "sync.topic.configs.enabled=false"));
    List<Path> classPath =
        ClassPaths.resolve(
            "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
            "org.apache.kafka:connect-runtime:" + kafka,
            "org.apache.kafka:connect-mirror:" + kafka);
    return ChildJvm.main("org.apache.kafka.connect.cli.ConnectStandalone")
        .classPath(path(classPath))
        .jvmArgs("-Xmx512m", "-XX:TieredStopAtLevel=1")
        .args(worker.toString(), mirror.toString())
        .start();
  }

  private static String path(List<Path> jars) {
    List<Path> all = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
    all.add(Jars.TESTBED);
    all.addAll(jars);
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
