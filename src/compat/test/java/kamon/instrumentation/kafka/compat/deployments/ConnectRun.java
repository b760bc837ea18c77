package kamon.instrumentation.kafka.compat.deployments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a worker has done with five lines of a file, which went through a topic into another file
 * and into a sink that is given one record after the other, and cannot take each.
 *
 * @param facts what must be the same with and without an agent
 */
record ConnectRun(
    List<String> lines,
    List<ReportedSpan> spans,
    List<String> facts,
    Map<String, List<ConsumerRecord<byte[], byte[]>>> topics) {
  static final List<String> LINES =
      List.of("{\"n\": 1}", "\"retry\"", "not json", "null", "\"fatal\"");

  static ConnectRun of(
      ConnectRelease release,
      KafkaBroker broker,
      Path folder,
      String name,
      int spans,
      String... jvmArgs)
      throws IOException {
    for (String topic : List.of("lines", "out", "dead")) {
      broker.createTopic(name + "-" + topic, 1);
    }
    Path in = Files.write(folder.resolve("in"), LINES);
    Path out = folder.resolve("out");
    TopicReader reader = new TopicReader(broker.bootstrapServers());
    try (ConnectWorker worker =
        ConnectWorker.start(release, broker, folder, name, List.of(jvmArgs))) {
      worker.connect(
          name + "-source",
          Map.of(
              "connector.class",
              "FileStreamSource",
              "file",
              in.toString(),
              "topic",
              name + "-lines"));
      worker.await(() -> reader.read(name + "-lines").size() == LINES.size(), List.of());
      worker.connect(
          name + "-file",
          Map.of(
              "connector.class",
              "FileStreamSink",
              "file",
              out.toString(),
              "topics",
              name + "-lines"));
      worker.connect(name + "-seen", seen(name, broker.bootstrapServers()));
      worker.await(() -> read(out).size() == LINES.size(), List.of());
      worker.jvm().awaitLine("SEEN fatal", ConnectWorker.LIMIT);
      worker.jvm().awaitLine("Task is being killed", ConnectWorker.LIMIT);
      worker.await(() -> offsets(broker, name).equals(Map.of("file", 5L, "seen", 4L)), List.of());
      worker.await(() -> reader.read(name + "-out").size() == 2, List.of());
      worker.await(() -> reader.read(name + "-dead").size() == 1, List.of());
      worker.await(() -> !reader.read(name + "-offset").isEmpty(), List.of());
      worker.jvm().awaitSpans(spans, ConnectWorker.LIMIT);
      List<String> facts = new ArrayList<>(read(out));
      worker.jvm().lines().stream().filter(line -> line.startsWith("SEEN ")).forEach(facts::add);
      Map<String, List<ConsumerRecord<byte[], byte[]>>> topics = new TreeMap<>();
      for (String topic : List.of("lines", "out", "dead", "config", "offset", "status")) {
        topics.put(topic, reader.read(name + "-" + topic));
      }
      return new ConnectRun(worker.jvm().lines(), worker.jvm().spans(), facts, topics);
    }
  }

  private static Map<String, String> seen(String name, String servers) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("connector.class", "kamon.instrumentation.kafka.compat.sink.SeenSink");
    settings.put("topics", name + "-lines");
    settings.put("out", name + "-out");
    settings.put("servers", servers);
    settings.put("consumer.override.max.poll.records", "1");
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter.schemas.enable", "false");
    settings.put("errors.tolerance", "all");
    settings.put("errors.deadletterqueue.topic.name", name + "-dead");
    settings.put("errors.deadletterqueue.topic.replication.factor", "1");
    settings.put("transforms", "drop");
    settings.put("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
    settings.put("transforms.drop.predicate", "empty");
    settings.put("predicates", "empty");
    settings.put(
        "predicates.empty.type",
        "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
    return settings;
  }

  private static List<String> read(Path file) {
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Long> offsets(KafkaBroker broker, String name) {
    Map<String, Long> offsets = new TreeMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (String sink : List.of("file", "seen")) {
        admin
            .listConsumerGroupOffsets("connect-" + name + "-" + sink)
            .partitionsToOffsetAndMetadata()
            .get()
            .forEach((partition, offset) -> offsets.put(sink, offset.offset()));
      }
    } catch (ExecutionException e) {
      return offsets; // The group is not there yet.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return offsets;
  }
}
