package kamon.instrumentation.kafka.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A waterfall read back from the demo's output.
 *
 * @param rows one for each span
 */
record PrintedTrace(List<Row> rows) {

  /** The bar is what stands in the columns of the time axis, the tags what is below the span. */
  record Row(String service, int depth, String name, String bar, String duration, String tags) {}

  /** All waterfalls of the output. */
  static List<PrintedTrace> all(List<String> output) {
    List<PrintedTrace> traces = new ArrayList<>();
    for (int i = 0; i < output.size(); i++) {
      if (output.get(i).startsWith("Trace ")) {
        int end = i;
        while (!output.get(end).isEmpty()) {
          end++;
        }
        traces.add(of(output.get(i + 1), output.subList(i + 2, end)));
      }
    }
    return traces;
  }

  private static PrintedTrace of(String axis, List<String> lines) {
    int axisStart = axis.indexOf("0 ms");
    int axisEnd = axis.length();
    int rootStart = nameStart(lines.get(0));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(" ")) {
        continue;
      }
      boolean tagged = i + 1 < lines.size() && lines.get(i + 1).startsWith(" ");
      int nameStart = nameStart(line);
      rows.add(
          new Row(
              line.substring(0, line.indexOf(' ')),
              (nameStart - rootStart) / 2,
              line.substring(nameStart, axisStart).strip(),
              line.substring(axisStart, axisEnd),
              line.substring(axisEnd),
              tagged ? lines.get(i + 1).strip() : ""));
    }
    return new PrintedTrace(rows);
  }

  private static int nameStart(String line) {
    int start = line.indexOf(' ');
    while (line.charAt(start) == ' ') {
      start++;
    }
    return start;
  }
}
