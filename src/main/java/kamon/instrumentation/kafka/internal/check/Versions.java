package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;

/** Releases, for messages. */
public final class Versions {
  private static final String MAVEN = "META-INF/maven/io.kamon/";

  private Versions() {}

  /** Of kafka-clients; its own AppInfoParser reads the same file. */
  public static String kafka(ClassFiles kafka) {
    return read(kafka, "kafka/kafka-version.properties", "version");
  }

  /** Of a jar with a manifest that says it, such as Spring's. */
  public static String implementation(ClassFiles jar) {
    return read(jar, "META-INF/MANIFEST.MF", "Implementation-Version");
  }

  /** Of Kafka Streams. */
  public static String streams(ClassFiles streams) {
    return read(streams, "kafka/kafka-streams-version.properties", "version");
  }

  public static String library(ClassFiles library) {
    return read(library, MAVEN + "kamon-kafka/pom.properties", "version");
  }

  /** Of our agent. */
  public static String agent(ClassLoader engine, String classOfEngine) {
    return read(
        ClassFiles.around(engine, classOfEngine),
        MAVEN + "kamon-kafka-agent-engine/pom.properties",
        "version");
  }

  private static String read(ClassFiles files, String file, String key) {
    try {
      String version = files.property(file, key);
      return version == null ? "of unknown version" : version.trim();
    } catch (IOException | RuntimeException e) {
      return "of unreadable version";
    }
  }
}
