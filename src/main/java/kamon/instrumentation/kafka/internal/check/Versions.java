package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;

/** Releases, for messages. */
public final class Versions {
  private static final String MAVEN = "META-INF/maven/io.kamon/";

  private Versions() {}

  /** Of kafka-clients; its own AppInfoParser reads the same file. */
  public static String kafka(ClassFiles kafka) {
    return read(kafka, "kafka/kafka-version.properties");
  }

  static String library(ClassFiles library) {
    return read(library, MAVEN + "kamon-kafka/pom.properties");
  }

  /** Of our agent. */
  public static String agent(ClassLoader engine, String classOfEngine) {
    return read(
        ClassFiles.around(engine, classOfEngine),
        MAVEN + "kamon-kafka-agent-engine/pom.properties");
  }

  private static String read(ClassFiles files, String file) {
    try {
      String version = files.property(file, "version");
      return version == null ? "of unknown version" : version.trim();
    } catch (IOException | RuntimeException e) {
      return "of unreadable version";
    }
  }
}
