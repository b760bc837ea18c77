package kamon.instrumentation.kafka.compat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes docs/compatibility.md, the same text for the same results, and reads its rows back. */
final class CompatibilityDocument {
  private static final String HEADING = "## ";

  private CompatibilityDocument() {}

  /**
   * The whole document.
   *
   * @param results cells of each row, by table and first cell; a row without result is left out
   */
  static String write(Map<Table, Map<String, List<String>>> results) {
    StringBuilder text = new StringBuilder();
    text.append("# Compatibility\n\n").append(introduction());
    for (Table table : Tables.all()) {
      text.append('\n').append(HEADING).append(table.title()).append("\n\n");
      text.append(table.text()).append("\n\n");
      text.append(line(table.columns()));
      text.append("|---".repeat(table.columns().size())).append("|\n");
      Map<String, List<String>> rows = results.getOrDefault(table, Map.of());
      table.rows().get().stream()
          .filter(rows::containsKey)
          .map(rows::get)
          .forEach(row -> text.append(line(row)));
    }
    return text.toString();
  }

  private static String introduction() {
    List<String> kafka = Tables.HOOKS.rows().get();
    return """
        <!-- Written by the compatibility suite: %s -->

        kamon-kafka works with

        - **kafka-clients %s and newer**, up to %s;
        - **Kamon %s and newer**, for Scala %s;
        - **Java 8 and newer**: library, facades and agent are Java 8 bytecode that uses nothing newer, which every build checks.

        The tables show what the suite in `src/compat` saw, on JDK 17 where nothing else is said. A "-" means that the
        release does not have such a thing.

        What the agent's own tests in `agent/test` run is not repeated here: Kanela and the Kamon Bundle in its place and
        next to it, attaching to a running JVM before and after Kafka's classes were loaded, and an application without the
        library, without Kamon, or with the library in a parent class loader that cannot see Kafka.

        The facades for Scala and Kotlin are not in the tables either: each build runs their tests, on Scala 2.12, 2.13 and 3 with
        Pekko 1.1 and Akka 2.6, and on Kotlin 2.2 with kotlinx-coroutines 1.9. Kotlin 1.9 with kotlinx-coroutines 1.8 was tried
        by hand.
        """
        .formatted(
            SuiteRun.FULL_COMMAND,
            kafka.get(0),
            kafka.get(kafka.size() - 1),
            oldestKamon(),
            Tables.KAMON.rows().get().stream()
                .map(row -> row.split(":", 2)[0])
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  private static String oldestKamon() {
    return Tables.KAMON.rows().get().stream()
        .map(row -> row.split(":", 2)[1])
        .min(ListedRelease::compare)
        .orElseThrow();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The rows of a document, in the form that {@link #write} takes. */
  static Map<Table, Map<String, List<String>>> read(String text) {
    Map<Table, Map<String, List<String>>> results = new HashMap<>();
    Map<String, List<String>> rows = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(HEADING)) {
        rows = new HashMap<>();
        for (Table table : Tables.all()) {
          if (table.title().equals(line.substring(HEADING.length()))) {
            results.put(table, rows);
          }
        }
      } else if (line.startsWith("|---")) {
        rows.clear(); // What came so far are the headings.
      } else if (line.startsWith("| ")) {
        List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
        rows.put(cells.get(0), cells);
      }
    }
    return results;
  }
}
