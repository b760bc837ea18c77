package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** After all others: what they found out and what the document says are the same. */
@Order(Integer.MAX_VALUE)
@Isolated // which JUnit runs last where classes run at the same time
class DocumentIT {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "compatibility.md");

  @Test
  void document_shows_what_the_suite_has_found_out() throws IOException {
    // What this run leaves out counts as it is documented.
    Map<Table, Map<String, List<String>>> rows =
        SuiteRun.isFull()
            ? new HashMap<>()
            : CompatibilityDocument.read(Files.readString(DOCUMENT));
    List<String> missing = new ArrayList<>();
    for (Table table : Tables.all()) {
      Map<String, List<String>> known = rows.computeIfAbsent(table, key -> new HashMap<>());
      known.putAll(table.results());
      table.rows().get().stream()
          .filter(row -> !known.containsKey(row))
          .forEach(row -> missing.add(table.title() + ": " + row));
    }
    assertThat(missing)
        .as("rows without result; \"%s\" must find all of them", SuiteRun.FULL_COMMAND)
        .isEmpty();
    String current = CompatibilityDocument.write(rows);
    if (SuiteRun.isFull()) {
      assertThat(Runtime.version().feature()).as("JDK that writes the document").isEqualTo(17);
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, current);
      System.out.println(current);
    }
    for (Table table : Tables.all()) {
      System.out.printf(
          "[compat] %s: %d of %d rows in this run%n",
          table.title(), table.results().size(), table.rows().get().size());
    }
    String documented = Files.readString(DOCUMENT);
    assertThat(documented.equals(current))
        .withFailMessage(
            () ->
                "docs/compatibility.md is stale; run \"%s\" and commit it:\n%s%s"
                    .formatted(
                        SuiteRun.FULL_COMMAND,
                        onlyIn(documented, current, "- "),
                        onlyIn(current, documented, "+ ")))
        .isTrue();
  }

  private static String onlyIn(String text, String other, String mark) {
    List<String> otherLines = other.lines().toList();
    return text.lines()
        .filter(line -> !otherLines.contains(line))
        .map(line -> mark + line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void rows_are_read_back_as_they_were_written() {
    Map<Table, Map<String, List<String>>> rows = new HashMap<>();
    Tables.all().forEach(table -> rows.put(table, Map.of()));
    rows.put(
        Tables.HOOKS, Map.of("4.4.0", List.of("4.4.0", "yes", "yes", "-", "yes", "yes", "yes")));
    rows.put(Tables.KAMON, Map.of("3:2.7.5", List.of("3:2.7.5", "yes", "yes", "yes")));
    assertThat(CompatibilityDocument.read(CompatibilityDocument.write(rows))).isEqualTo(rows);
  }
}
