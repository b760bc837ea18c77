package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.forms.Language;
import kamon.instrumentation.kafka.compat.forms.SourceMain;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The path of docs/migrating.md: an application on Kamon's own module, before, with our library
 * beside the bundle, and with our agent in its place.
 */
@ExtendWith(BrokerExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class MigrationIT {
  // The newest clients of which the bundle knows client id and group id.
  private static final String KAFKA = "3.6.2";
  private static final Path SHOP =
      Path.of("../scala/test/scala/kamon/instrumentation/kafka/scaladsl/docs/Shop.scala");
  private static final String TREE =
      """
      POST /orders
        producer.send orders
          consumer.process orders
          invoice.create orders
          delivery orders
          order.check orders
          refund orders (failed)
      """;

  private static final List<String> CONSUMERS =
      List.of("consumer.process", "invoice.create", "delivery", "order.check", "refund");

  @TempDir Path directory;
  private final KafkaBroker broker;

  MigrationIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void application_of_kamons_documentation_goes_on_after_a_change_of_the_import() throws Exception {
    Program before = run(Language.SCALA_2_13, before(), bundle(), List.of());
    Program beside = run(Language.SCALA_2_13, SHOP, bundle(), ours(Language.SCALA_2_13));
    assertThat(tree(before)).isEqualTo(TREE);
    assertThat(lines(before))
        .containsExactly(
            "SHOP 1 book in consumer.process",
            "SHOP invoice of 1 book for None", // the old module's contexts are empty
            "SHOP no money",
            "SHOP true");
    assertMigrated(beside);
    Map<String, Map<String, Object>> expected = tags(before);
    // The sender's service, which Kamon has of every span whose context says it: now theirs does.
    CONSUMERS.forEach(name -> expected.get(name).put("upstream.name", "compat"));
    assertThat(tags(beside)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = "SCALA_.*", mode = EnumSource.Mode.MATCH_ALL)
  void our_agent_takes_the_place_of_the_bundle(Language scala) throws Exception {
    Program after = run(scala, SHOP, core(scala), ours(scala), "-javaagent:" + Jars.AGENT);
    assertMigrated(after);
    assertThat(tags(after).get("invoice.create"))
        .containsEntry("kafka.client-id", "payments")
        .containsEntry("kafka.group-id", "payments")
        .containsKey("kafka.poll-time");
  }

  private static void assertMigrated(Program program) {
    assertThat(tree(program)).isEqualTo(TREE);
    assertThat(lines(program))
        .containsExactly(
            "SHOP 1 book in consumer.process",
            "SHOP invoice of 1 book for Some(acme)",
            "SHOP no money",
            "SHOP false");
  }

  private Program run(
      Language scala, Path source, List<Path> theirs, List<Path> ours, String... jvmArgs)
      throws IOException {
    String topic = "migration-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    Path classes = Files.createDirectories(directory.resolve(topic));
    List<Path> classPath = new ArrayList<>(List.of(Jars.TESTBED));
    classPath.addAll(ours);
    classPath.addAll(theirs);
    return Program.of(SourceMain.class)
        .container(classPath)
        .jvmArgs(jvmArgs)
        .run(
            scala.name(),
            source.toAbsolutePath().toString(),
            classes.toString(),
            "shop.Shop",
            broker.bootstrapServers(),
            topic);
  }

  /** The application with the imports that it had. */
  private Path before() throws IOException {
    String after = Files.readString(SHOP);
    String before = after.replace("kafka.scaladsl.", "kafka.client.");
    assertThat(before.lines().filter(line -> !after.contains(line)))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("import "));
    return Files.writeString(directory.resolve("Shop.scala"), before);
  }

  private static List<Path> bundle() {
    return classPaths().get("bundle");
  }

  private static List<Path> core(Language scala) {
    return classPaths().get(scala.name());
  }

  /** What the application brings, by the Kamon that it has. */
  private static Map<String, List<Path>> classPaths() {
    Map<String, List<String>> coordinates = new LinkedHashMap<>();
    coordinates.put(
        "bundle",
        coordinates(
            Language.SCALA_2_13,
            "io.kamon:kamon-bundle_2.13:" + System.getProperty("kamon-bundle.version")));
    for (Language scala : Language.values()) {
      if (scala.name().startsWith("SCALA_")) {
        String binary = scala.table().substring("scala-".length());
        String core = "io.kamon:kamon-core_" + binary + ":";
        coordinates.put(
            scala.name(), coordinates(scala, core + ListedRelease.newestKamonCore(binary)));
      }
    }
    return ClassPaths.resolve(coordinates);
  }

  private static List<String> coordinates(Language scala, String kamon) {
    return List.of(
        scala.compiler() + ":" + System.getProperty("compiler." + scala.table() + ".version"),
        kamon,
        "org.apache.kafka:kafka-clients:" + KAFKA,
        "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"));
  }

  private static List<Path> ours(Language scala) {
    return List.of(Jars.LIBRARY, Path.of(System.getProperty("facade." + scala.table() + ".jar")));
  }

  private static List<String> lines(Program program) {
    return program.lines().stream().filter(line -> line.startsWith("SHOP ")).toList();
  }

  /** Tags by the span's name, but for those that are other ones in each run. */
  private static Map<String, Map<String, Object>> tags(Program program) {
    Map<String, Map<String, Object>> tags = new HashMap<>();
    for (ReportedSpan span : program.spans()) {
      Map<String, Object> all = new HashMap<>(span.tags());
      all.putAll(span.metricTags());
      all.remove("error.stacktrace");
      for (String own : List.of("kafka.topic", "kafka.timestamp", "kafka.poll-time")) {
        all.computeIfPresent(own, (name, value) -> "its own");
      }
      tags.put(span.name(), all);
    }
    return tags;
  }

  private static String tree(Program program) {
    return SpanTree.of(program.spans()).replaceAll("migration-[0-9a-f-]+", "orders");
  }
}
