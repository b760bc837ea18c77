package kamon.instrumentation.kafka.jmh.report;

import static org.jfree.chart.plot.PlotOrientation.HORIZONTAL;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws horizontal bars, which read well on light and dark pages. */
public final class BarChart {
  private static final int WIDTH = 720;
  private static final String OURS = "kamon-kafka";

  private final Path directory;

  BarChart(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a chart next to the report, unless nothing of it was measured.
   *
   * @param bars label and value of each
   */
  public boolean draw(String name, String title, String unit, List<List<Object>> bars)
      throws IOException, ParserConfigurationException {
    DefaultCategoryDataset values = new DefaultCategoryDataset();
    for (List<Object> bar : bars) {
      String label = (String) bar.get(0);
      double value = Math.max(0, ((Number) bar.get(1)).doubleValue());
      if (!Double.isNaN(value)) {
        values.addValue(
            value < 10 ? value : Math.rint(value), label.equals(OURS) ? OURS : "others", label);
      }
    }
    if (values.getColumnCount() == 0) {
      return false;
    }
    Dimension size = new Dimension(WIDTH, 40 + 24 * values.getColumnCount());
    SVGGraphics2D svg =
        new SVGGraphics2D(
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null));
    svg.setSVGCanvasSize(size);
    chart(title, unit, values).draw(svg, new Rectangle(size));
    Files.createDirectories(directory);
    try (Writer file = Files.newBufferedWriter(directory.resolve(name + ".svg"))) {
      svg.stream(file);
    }
    return true;
  }

  private static JFreeChart chart(String title, String unit, DefaultCategoryDataset values) {
    JFreeChart chart =
        ChartFactory.createStackedBarChart(
            title, null, null, values, HORIZONTAL, false, false, false);
    StandardChartTheme theme = new StandardChartTheme("plain");
    theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    theme.setPlotBackgroundPaint(Color.WHITE);
    theme.setShadowVisible(false);
    theme.setBarPainter(new StandardBarPainter());
    theme.apply(chart);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setOutlineVisible(false);
    plot.getRangeAxis().setVisible(false);
    plot.getRangeAxis().setUpperMargin(0.3); // for the labels
    BarRenderer bars = (BarRenderer) plot.getRenderer();
    NumberFormat number = NumberFormat.getInstance(Locale.ROOT);
    number.setMaximumFractionDigits(1);
    bars.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator("{2} " + unit, number));
    bars.setDefaultItemLabelsVisible(true);
    bars.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    bars.setAutoPopulateSeriesPaint(false);
    bars.setDefaultPaint(new Color(0x9aa5b1));
    if (values.getRowIndex(OURS) >= 0) {
      bars.setSeriesPaint(values.getRowIndex(OURS), new Color(0x1a7f5a));
    }
    return chart;
  }
}
