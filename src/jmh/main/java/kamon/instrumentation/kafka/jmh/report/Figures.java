package kamon.instrumentation.kafka.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;

/**
 * What one part has measured, in rows. A query such as {@code tool=OURS, parent=UNSAMPLED} selects
 * those that differ from it in nothing that they have; of a name that it has twice, the last
 * counts. What was not measured is NaN, and so is what it gives.
 */
public final class Figures {
  /** Of benchmarks, where a query leaves it open. */
  private static final String DEFAULTS =
      "parent=SAMPLED, key=STRING, headers=0, incoming=SAMPLED, records=500, collector=G1, threads=1";

  private static final Pattern PROPERTY = Pattern.compile("(\\w+)=([^,]*)");

  private final List<JsonNode> rows = new ArrayList<>();
  private final boolean benchmarks;

  Figures(String part) {
    Results.read(part).ifPresent(results -> results.get("figures").forEach(rows::add));
    benchmarks = !rows.isEmpty() && rows.get(0).has("benchmark");
    if (benchmarks) {
      rows.replaceAll(Figures::flat);
    }
  }

  /** A row of what JMH writes. */
  private static JsonNode flat(JsonNode result) {
    ObjectNode row = result.get("params").deepCopy();
    row.put("benchmark", result.get("benchmark").asText().replaceFirst(".*\\.(\\w+\\.\\w+)", "$1"));
    row.set("threads", result.get("threads"));
    row.set("nanos", result.at("/primaryMetric/score"));
    row.set("forks", result.at("/primaryMetric/rawData"));
    // Whole: other threads of the JVM add a little now and then.
    double bytes = result.at("/secondaryMetrics/" + Suite.BYTES + "/score").asDouble();
    return row.put("bytes", Math.rint(bytes));
  }

  private Stream<JsonNode> select(String query) {
    Map<String, String> wanted = new HashMap<>();
    Matcher property = PROPERTY.matcher(benchmarks ? DEFAULTS + ", " + query : query);
    while (property.find()) {
      wanted.put(property.group(1), property.group(2));
    }
    return rows.stream()
        .filter(
            row ->
                wanted.keySet().stream()
                    .allMatch(name -> !row.has(name) || text(row, name).equals(wanted.get(name))));
  }

  private static String text(JsonNode row, String name) {
    return row.get(name).asText();
  }

  private double[] values(String figure, String query) {
    return select(query).mapToDouble(row -> row.get(figure).asDouble()).toArray();
  }

  public boolean has(String query) {
    return select(query).findAny().isPresent();
  }

  /** Time and bytes of one operation. */
  public Cost cost(String query) {
    return new Cost(median("nanos", query), median("bytes", query));
  }

  public double median(String figure, String query) {
    return quantile(0.5, values(figure, query));
  }

  /**
   * A quantile of the ratios of pairs of runs that were made next to each other: 0.5 is the median.
   */
  public double ratio(double quantile, String figure, String measured, String base) {
    double[] above = values(figure, measured);
    double[] below = values(figure, base);
    return quantile(
        quantile,
        IntStream.range(0, Math.min(above.length, below.length))
            .mapToDouble(i -> above[i] / below[i])
            .toArray());
  }

  public double sum(String figure, String query) {
    return Arrays.stream(values(figure, query)).sum();
  }

  /** The different values that a property has, those first whose rows have most of the figure. */
  public List<String> distinct(String property, String query, String figure) {
    return select(query)
        .map(row -> text(row, property))
        .distinct()
        .sorted(Comparator.comparing(value -> -sum(figure, query + ", " + property + "=" + value)))
        .toList();
  }

  /** How far JVMs of one benchmark are apart, as a part of their mean: the largest of all. */
  public double spread() {
    return rows.stream()
        .map(
            row ->
                StreamSupport.stream(row.get("forks").spliterator(), false)
                    .mapToDouble(Figures::mean)
                    .summaryStatistics())
        .mapToDouble(forks -> (forks.getMax() - forks.getMin()) / forks.getAverage())
        .max()
        .orElse(Double.NaN);
  }

  private static double mean(JsonNode iterations) {
    DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    iterations.forEach(iteration -> values.accept(iteration.asDouble()));
    return values.getAverage();
  }

  /** Between two values, as far from each as the quantile is. */
  private static double quantile(double quantile, double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    double place = quantile * (values.length - 1);
    int below = (int) place;
    double low = values[below];
    return below == place ? low : low + (place - below) * (values[below + 1] - low);
  }
}
