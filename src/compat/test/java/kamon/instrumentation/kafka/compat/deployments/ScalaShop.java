package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.forms.Language;
import kamon.instrumentation.kafka.compat.forms.SourceMain;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** The application that docs/migrating.md shows: compiled and run, before and after. */
final class ScalaShop {
  // The newest clients of which the bundle knows client id and group id.
  private static final String KAFKA = "3.6.2";
  private static final Path SOURCE =
      Path.of("../scala/test/scala/kamon/instrumentation/kafka/scaladsl/docs/Shop.scala");

  private final KafkaBroker broker;
  private final Path directory;

  ScalaShop(KafkaBroker broker, Path directory) {
    this.broker = broker;
    this.directory = directory;
  }

  /** With the imports that it had, and with the bundle alone. */
  Program before() throws IOException {
    String after = Files.readString(SOURCE);
    String before = after.replace("kafka.scaladsl.", "kafka.client.");
    assertThat(before.lines().filter(line -> !after.contains(line)))
        .hasSize(2)
        .allMatch(line -> line.startsWith("import "));
    Path source = Files.writeString(directory.resolve("Shop.scala"), before);
    return run(Language.SCALA_2_13, source, classPaths().get("bundle"));
  }

  Program besideTheBundle() throws IOException {
    List<Path> classPath = ours(Language.SCALA_2_13);
    classPath.addAll(classPaths().get("bundle"));
    return run(Language.SCALA_2_13, SOURCE, classPath);
  }

  Program underOurAgent(Language scala) throws IOException {
    List<Path> classPath = ours(scala);
    classPath.addAll(classPaths().get(scala.name()));
    return run(scala, SOURCE, classPath, "-javaagent:" + Jars.AGENT);
  }

  private Program run(Language scala, Path source, List<Path> jars, String... jvmArgs)
      throws IOException {
    String topic = "migration-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    Path classes = Files.createDirectories(directory.resolve(topic));
    List<Path> classPath = new ArrayList<>(List.of(Jars.TESTBED));
    classPath.addAll(jars);
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
    Path facade = Path.of(System.getProperty("facade." + scala.table() + ".jar"));
    return new ArrayList<>(List.of(Jars.LIBRARY, facade));
  }
}
