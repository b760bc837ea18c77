package kamon.instrumentation.kafka.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** docs/reliability.md: for each part what is tried, written by hand, and what was measured. */
final class ReliabilityPage {
  /** In the order of the page; each has a text next to this class. */
  private static final List<String> PARTS =
      List.of(
          "fuzzing",
          "faults",
          "memory",
          "kamon",
          "own",
          "concurrency",
          "races",
          "soak",
          "churn",
          "firstuse",
          "starting");

  private ReliabilityPage() {}

  static void write() throws IOException {
    Files.writeString(Figures.docs().resolve("reliability.md"), text());
  }

  static String text() throws IOException {
    StringBuilder page = new StringBuilder(resource("introduction"));
    for (String part : PARTS) {
      page.append('\n').append(resource(part));
      List<String[]> rows = Figures.read(part);
      if (rows.isEmpty()) {
        page.append("\nSeen in its short form; there are no figures of a long run yet.\n");
      } else {
        page.append("\n| | measured |\n|---|--:|\n");
        rows.forEach(row -> page.append("| ").append(String.join(" | ", row)).append(" |\n"));
      }
    }
    return page.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream text = ReliabilityPage.class.getResourceAsStream(name + ".md")) {
      return new String(text.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }
}
