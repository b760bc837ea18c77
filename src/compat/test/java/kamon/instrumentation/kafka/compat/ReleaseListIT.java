package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Before all others, and only when asked to: adds new kafka-clients releases to the list. */
@Order(1)
@EnabledIfSystemProperty(named = "compat.refresh", matches = ".*")
class ReleaseListIT {

  @Test
  void list_has_every_published_release() throws IOException {
    List<String> known = ListedRelease.kafkaClients().stream().map(ListedRelease::version).toList();
    List<String> published = PublishedReleases.kafkaClients(known.get(0));
    List<String> lines = new ArrayList<>(Files.readAllLines(ListedRelease.KAFKA_CLIENTS));
    for (String release : published) {
      if (!known.contains(release)) {
        System.out.println("[compat] New release: kafka-clients " + release);
        lines.add(place(release, lines), release);
      }
    }
    Files.write(ListedRelease.KAFKA_CLIENTS, lines);
    assertThat(ListedRelease.kafkaClients())
        .extracting(ListedRelease::version)
        .containsAll(published)
        .isSortedAccordingTo(ListedRelease::compare);
  }

  /** Before the first line with a newer release. */
  private static int place(String release, List<String> lines) {
    return IntStream.range(0, lines.size())
        .filter(i -> !lines.get(i).startsWith("#"))
        .filter(i -> ListedRelease.compare(lines.get(i).split(" ", 2)[0], release) > 0)
        .findFirst()
        .orElse(lines.size());
  }
}
