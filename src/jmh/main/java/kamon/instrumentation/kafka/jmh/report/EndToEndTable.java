package kamon.instrumentation.kafka.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Medians over the interleaved runs. */
final class EndToEndTable {
  private final Runs runs = new Runs(EndToEnd.PART);

  static Map<String, String> key(Tool tool, Tracing tracing, int size) {
    return Map.of("tool", tool.name(), "tracing", tracing.name(), "size", Integer.toString(size));
  }

  String tables() {
    Table sending = table("sent/s", "requests for 1,000 records", "p99 to acknowledgement");
    Table polling = table("polled/s");
    Table processing = table("processed/s", "retained heap", "spans reported");
    for (int size : EndToEnd.RECORD_SIZES) {
      for (Tracing tracing : Tracing.values()) {
        for (Tool tool : EndToEnd.TOOLS) {
          Map<String, String> key = key(tool, tracing, size);
          if (runs.count(key) > 0) {
            Map<String, String> base = key(Tool.NONE, tracing, size);
            String label = size + " B, " + tracing.label() + ", " + tool.label();
            row(
                sending,
                label,
                "send",
                key,
                base,
                number(median("requests", key), ""),
                number(median("p99", key) / 1e6, " ms"));
            row(polling, label, "poll", key, base);
            row(
                processing,
                label,
                "process",
                key,
                base,
                number(median("heap", key) / (1024 * 1024), " MiB"),
                number(median("reported", key), ""));
          }
        }
      }
    }
    return String.join("\n", sending.toString(), polling.toString(), processing.toString());
  }

  private static Table table(String rate, String... more) {
    List<String> columns =
        new ArrayList<>(List.of("records, tracing, tool", rate, "to no agent", "CPU", "allocated"));
    columns.addAll(List.of(more));
    return new Table(columns.toArray(String[]::new));
  }

  private void row(
      Table table,
      String label,
      String phase,
      Map<String, String> key,
      Map<String, String> base,
      String... more) {
    List<String> cells = new ArrayList<>();
    cells.add(label);
    cells.add(number(median(phase + "Rate", key), ""));
    cells.add(
        String.format(
            Locale.ROOT,
            "%.2f (%.2f to %.2f)",
            runs.ratio(0.5, phase + "Rate", key, base),
            runs.ratio(0.25, phase + "Rate", key, base),
            runs.ratio(0.75, phase + "Rate", key, base)));
    cells.add(number(median(phase + "Cpu", key), " ns"));
    cells.add(number(median(phase + "Bytes", key), " B"));
    cells.addAll(List.of(more));
    table.row(cells);
  }

  private double median(String figure, Map<String, String> key) {
    return runs.median(figure, key);
  }

  private static String number(double value, String unit) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value) + unit;
  }
}
