package kamon.instrumentation.kafka.jmh.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown; columns but the first are aligned to the right. */
final class Table {
  private final List<String> lines = new ArrayList<>();

  Table(String... columns) {
    row(columns);
    lines.add("|---" + "|--:".repeat(columns.length - 1) + "|");
  }

  Table row(String... cells) {
    return row(List.of(cells));
  }

  Table row(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
