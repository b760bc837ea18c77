package kamon.instrumentation.kafka.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Charts of a dashboard as an SVG, three in a row. */
final class DashboardPicture {
  private static final int COLUMNS = 3;
  private static final int WIDTH = 400;
  private static final int HEIGHT = 210;
  private static final int LEFT = 62;
  private static final int TOP = 34;
  private static final int PLOT_WIDTH = WIDTH - LEFT - 14;
  private static final int PLOT_HEIGHT = 112;
  private static final String[] COLORS = {"#3274d9", "#e0752d", "#37872d", "#a352cc", "#c4162a"};

  private final StringBuilder svg = new StringBuilder();

  private DashboardPicture() {}

  /** Points are seconds since the epoch and values. */
  record Line(String legend, List<double[]> points) {}

  record Chart(String title, String unit, List<Line> lines) {}

  static void write(List<Chart> charts, Path file) throws IOException {
    Files.writeString(file, new DashboardPicture().draw(charts));
  }

  private String draw(List<Chart> charts) {
    int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"11\" fill=\"#444\">",
        COLUMNS * WIDTH, rows * HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#f4f5f5\"/>");
    for (int i = 0; i < charts.size(); i++) {
      add("<g transform=\"translate(%d %d)\">", i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
      draw(charts.get(i));
      add("</g>");
    }
    add("</svg>");
    return svg.toString();
  }

  private void draw(Chart chart) {
    double from = bound(chart, 0, true);
    double to = Math.max(from + 1, bound(chart, 0, false));
    double highest = bound(chart, 1, false);
    double top = highest > 0 ? ceiling(highest, chart.unit()) : 1;
    add(
        "<rect x=\"4\" y=\"4\" width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#ddd\"/>",
        WIDTH - 8, HEIGHT - 8);
    add("<text x=\"14\" y=\"22\" font-weight=\"bold\">%s</text>", escaped(chart.title()));
    for (int i = 0; i <= 4; i++) {
      double y = TOP + PLOT_HEIGHT * (4 - i) / 4.0;
      add(
          "<path d=\"M%d %.1fh%d\" stroke=\"#e4e4e4\"/><text x=\"%d\" y=\"%.1f\""
              + " text-anchor=\"end\">%s</text>",
          LEFT, y, PLOT_WIDTH, LEFT - 5, y + 4, shown(top * i / 4, chart.unit()));
    }
    for (int i = 0; i < chart.lines().size(); i++) {
      Line line = chart.lines().get(i);
      String color = COLORS[i % COLORS.length];
      StringBuilder path = new StringBuilder();
      for (double[] point : line.points()) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(number(LEFT + PLOT_WIDTH * (point[0] - from) / (to - from)))
            .append(' ')
            .append(number(TOP + PLOT_HEIGHT * (1 - Math.min(1, point[1] / top))));
      }
      add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", path, color);
      int x = 14 + i % 2 * (WIDTH / 2 - 10);
      int y = TOP + PLOT_HEIGHT + 18 + i / 2 * 14;
      add("<path d=\"M%d %dh10\" stroke=\"%s\" stroke-width=\"3\"/>", x, y - 4, color);
      add("<text x=\"%d\" y=\"%d\">%s</text>", x + 15, y, escaped(line.legend()));
    }
  }

  private static double bound(Chart chart, int axis, boolean lowest) {
    var all =
        chart.lines().stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(point -> point[axis]);
    return (lowest ? all.min() : all.max()).orElse(0);
  }

  /** A round number that is not smaller. */
  private static double ceiling(double value, String unit) {
    if (unit.equals("bytes")) {
      return Math.pow(2, Math.ceil(Math.log(value) / Math.log(2)));
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 4, 10}) {
      if (value <= step * power * 1.0001) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** As Grafana shows values of these units. */
  private static String shown(double value, String unit) {
    return switch (unit) {
      case "s" ->
          value == 0 ? "0" : value < 1 ? number(value * 1000) + " ms" : number(value) + " s";
      case "cps" -> number(value) + " /s";
      case "percentunit" -> number(value * 100) + " %";
      case "bytes" -> number(value / (1 << 20)) + " MiB";
      default -> number(value);
    };
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
