package kamon.instrumentation.kafka.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the machine's Maven repositories have. */
final class PublishedReleases {
  // Release candidates have a suffix.
  private static final Pattern RELEASE =
      Pattern.compile("<version>([0-9]+(?:\\.[0-9]+)+)</version>");

  private PublishedReleases() {}

  /** All releases of kafka-clients from the oldest on, in order. */
  static List<String> kafkaClients(String oldest) throws IOException {
    // To resolve a range, Maven fetches the list of all versions into the local repository.
    ClassPaths.refresh("org.apache.kafka:kafka-clients:[" + oldest + ",)");
    TreeSet<String> releases = new TreeSet<>(ListedRelease::compare);
    Path directory =
        Path.of(
            System.getProperty("maven.local-repository"),
            "org",
            "apache",
            "kafka",
            "kafka-clients");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        // One for each repository that was asked.
        if (file.getFileName().toString().matches("maven-metadata-.*\\.xml")) {
          RELEASE
              .matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .filter(version -> ListedRelease.compare(version, oldest) >= 0)
              .forEach(releases::add);
        }
      }
    }
    return List.copyOf(releases);
  }
}
