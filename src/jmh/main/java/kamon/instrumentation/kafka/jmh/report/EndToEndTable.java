package kamon.instrumentation.kafka.jmh.report;

import java.util.Locale;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Medians over the interleaved runs. */
final class EndToEndTable {
  private EndToEndTable() {}

  static Map<String, String> key(Tool tool, Tracing tracing, int size) {
    return Map.of("tool", tool.name(), "tracing", tracing.name(), "size", Integer.toString(size));
  }

  static Table table() {
    Runs runs = new Runs(EndToEnd.PART);
    Table table =
        new Table(
            "records, tracing, tool",
            "sent/s",
            "to no agent",
            "CPU",
            "allocated",
            "p99 to ack",
            "consumed/s",
            "to no agent",
            "CPU",
            "allocated",
            "retained heap",
            "spans reported");
    for (int size : EndToEnd.RECORD_SIZES) {
      for (Tracing tracing : Tracing.values()) {
        for (Tool tool : EndToEnd.TOOLS) {
          row(table, runs, size, tracing, tool);
        }
      }
    }
    return table;
  }

  private static void row(Table table, Runs runs, int size, Tracing tracing, Tool tool) {
    Map<String, String> key = key(tool, tracing, size);
    if (runs.count(key) == 0) {
      return;
    }
    Map<String, String> base = key(Tool.NONE, tracing, size);
    table.row(
        size + " B, " + tracing.label() + ", " + tool.label(),
        number(runs.median("sendRate", key), ""),
        ratio(runs.medianRatio("sendRate", key, base)),
        number(runs.median("sendCpu", key), " ns"),
        number(runs.median("sendBytes", key), " B"),
        number(runs.median("p99", key) / 1e6, " ms"),
        number(runs.median("consumeRate", key), ""),
        ratio(runs.medianRatio("consumeRate", key, base)),
        number(runs.median("consumeCpu", key), " ns"),
        number(runs.median("consumeBytes", key), " B"),
        number(runs.median("heap", key) / (1024 * 1024), " MiB"),
        number(runs.median("reported", key), ""));
  }

  private static String number(double value, String unit) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value) + unit;
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
