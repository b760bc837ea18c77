package kamon.instrumentation.kafka.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars, drawn as SVG that reads well on light and dark pages. */
final class BarChart {
  private static final int WIDTH = 720;
  private static final int LABELS = 230;
  private static final int BARS = 350;
  private static final int ROW = 24;
  private static final int TOP = 44;

  private record Bar(String label, double value, boolean ours) {}

  private final String title;
  private final String unit;
  private final List<Bar> bars = new ArrayList<>();

  BarChart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a bar; what was not measured is left out. */
  BarChart bar(String label, double value, boolean ours) {
    if (!Double.isNaN(value)) {
      bars.add(new Bar(label, Math.max(0, value), ours));
    }
    return this;
  }

  /** Writes the chart next to the report, and returns the Markdown that shows it. */
  String write(Path directory, String name) {
    if (bars.isEmpty()) {
      return "";
    }
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name + ".svg"), svg());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "![" + title + "](" + directory.getFileName() + "/" + name + ".svg)\n\n";
  }

  private String svg() {
    int height = TOP + bars.size() * ROW + 12;
    double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
            WIDTH, height));
    svg.append(format("<text x=\"12\" y=\"26\" font-weight=\"bold\">%s</text>%n", escape(title)));
    int y = TOP;
    for (Bar bar : bars) {
      double length = longest == 0 ? 0 : BARS * bar.value() / longest;
      String color = bar.ours() ? "#1a7f5a" : "#9aa5b1";
      svg.append(
          format(
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n"
                  + "<text x=\"%.1f\" y=\"%d\">%s %s</text>%n",
              LABELS - 8,
              y + 13,
              escape(bar.label()),
              LABELS,
              y,
              length,
              color,
              LABELS + length + 6,
              y + 13,
              number(bar.value()),
              unit));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String number(double value) {
    return format(value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
