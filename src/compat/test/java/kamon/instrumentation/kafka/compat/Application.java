package kamon.instrumentation.kafka.compat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An application with our library: what it brings itself.
 *
 * @param kafka release of kafka-clients
 * @param kamon Scala version:release of kamon-core
 */
public record Application(String kafka, String kamon) {

  private static final String SCALA = "2.13:";

  private static Map<Application, List<Path>> classPaths;

  /** Finds the class paths of all that are configured: one Maven run, and later none. */
  static synchronized void resolveAll() {
    if (classPaths == null) {
      Map<Application, List<String>> coordinates = new LinkedHashMap<>();
      Stream.concat(
              ListedRelease.kafkaClients().stream().map(kafka -> withKafka(kafka.version())),
              ListedRelease.kamonCore().stream().map(kamon -> withKamon(kamon.version())))
          .forEach(application -> coordinates.put(application, application.coordinates()));
      classPaths = ClassPaths.resolve(coordinates);
    }
  }

  /** The newest of both. */
  public static Application newest() {
    List<ListedRelease> kafka = ListedRelease.kafkaClients();
    return withKafka(kafka.get(kafka.size() - 1).version());
  }

  /** With the newest Kamon for the most used Scala. */
  public static Application withKafka(String kafka) {
    return ListedRelease.kamonCore().stream()
        .map(ListedRelease::version)
        .filter(kamon -> kamon.startsWith(SCALA))
        .reduce((older, newer) -> newer)
        .map(kamon -> new Application(kafka, kamon))
        .orElseThrow();
  }

  /** With the newest kafka-clients. */
  public static Application withKamon(String kamon) {
    return new Application(newest().kafka, kamon);
  }

  /** Our library, next to what it finds in the application. */
  public List<Path> classPath() {
    resolveAll();
    List<Path> classPath = new ArrayList<>(List.of(Jars.LIBRARY));
    classPath.addAll(classPaths.get(this));
    return classPath;
  }

  private List<String> coordinates() {
    String[] kamonCore = kamon.split(":", 2);
    return List.of(
        // First, because its slf4j must win over the older one that Kafka and Kamon ask for.
        "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
        "org.apache.kafka:kafka-clients:" + kafka,
        "io.kamon:kamon-core_" + kamonCore[0] + ":" + kamonCore[1]);
  }
}
