package kamon.instrumentation.kafka.jmh.report;

import static org.jfree.chart.labels.ItemLabelAnchor.OUTSIDE3;
import static org.jfree.chart.plot.PlotOrientation.HORIZONTAL;
import static org.jfree.chart.ui.TextAnchor.CENTER_LEFT;

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
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws horizontal bars, which read well on light and dark pages. */
public final class BarChart {
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
        double shown = value < 10 ? value : Math.rint(value);
        values.addValue(shown, label.equals(OURS) ? OURS : "others", label);
      }
    }
    if (values.getColumnCount() == 0) {
      return false;
    }
    SVGGraphics2D svg =
        new SVGGraphics2D(
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null));
    svg.setSVGCanvasSize(new Dimension(720, 40 + 24 * values.getColumnCount()));
    chart(title, unit, values).draw(svg, new Rectangle(svg.getSVGCanvasSize()));
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
    chart.getTitle().setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.getDomainAxis().setTickLabelFont(font);
    plot.getRangeAxis().setVisible(false);
    plot.getRangeAxis().setUpperMargin(0.3); // for the labels
    BarRenderer renderer = (BarRenderer) plot.getRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    for (int row = 0; row < values.getRowCount(); row++) {
      boolean ours = values.getRowKey(row).equals(OURS);
      renderer.setSeriesPaint(row, new Color(ours ? 0x1a7f5a : 0x9aa5b1));
    }
    NumberFormat number = NumberFormat.getInstance(Locale.ROOT);
    number.setMaximumFractionDigits(1);
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator("{2} " + unit, number));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(font);
    renderer.setDefaultPositiveItemLabelPosition(new ItemLabelPosition(OUTSIDE3, CENTER_LEFT));
    return chart;
  }
}
