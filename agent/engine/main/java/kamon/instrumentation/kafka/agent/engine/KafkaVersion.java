package kamon.instrumentation.kafka.agent.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The release of kafka-clients that a loader has. */
final class KafkaVersion {
  private KafkaVersion() {}

  static String of(ClassLoader loader) {
    // Kafka's own AppInfoParser reads the same file.
    try (InputStream file = loader.getResourceAsStream("kafka/kafka-version.properties")) {
      if (file != null) {
        Properties properties = new Properties();
        properties.load(file);
        return properties.getProperty("version", "of unknown version").trim();
      }
    } catch (IOException | RuntimeException e) {
      // For a message only.
      return "of unreadable version";
    }
    return "of unknown version";
  }
}
