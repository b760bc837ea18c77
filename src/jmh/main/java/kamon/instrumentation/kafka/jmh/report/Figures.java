package kamon.instrumentation.kafka.jmh.report;

import static java.util.stream.Collectors.groupingBy;
import static org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType.R_7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * What one part has measured, in rows. A query such as {@code tool=OURS, parent=UNSAMPLED} selects
 * those that differ from it in nothing that they have; of a name that it has twice, the last
 * counts. What was not measured is NaN, and so is what it gives.
 */
public final class Figures {
  /** Nanoseconds and bytes of one operation. */
  public record Cost(double nanos, double bytes) {
    static final Cost UNKNOWN = new Cost(Double.NaN, Double.NaN);

    public Cost plus(Cost more) {
      return new Cost(nanos + more.nanos, bytes + more.bytes);
    }

    public Cost minus(Cost other) {
      return new Cost(nanos - other.nanos, bytes - other.bytes);
    }
  }

  /** Of benchmarks, where a query leaves it open. */
  private static final String DEFAULTS =
      "parent=SAMPLED, key=STRING, headers=0, incoming=SAMPLED, records=500, batches=1,"
          + " collector=G1, threads=1, ";

  private static final Pattern PROPERTY = Pattern.compile("(\\w+)=([^,]*)");

  private static final List<String> MEASURED = List.of("nanos", "bytes");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> rows = new ArrayList<>();
  private final String defaults;

  Figures(JsonNode figures) {
    defaults = figures.path(0).has("benchmark") ? DEFAULTS : "";
    figures.forEach(row -> rows.addAll(row.has("primaryMetric") ? perJvm(row) : List.of(row)));
  }

  /** Rows of a result of JMH, whose raw data are the iterations of each JVM. */
  private static List<JsonNode> perJvm(JsonNode result) {
    String name = result.get("benchmark").asText().replaceFirst(".*\\.(\\w+\\.\\w+)", "$1");
    double bytes = result.at("/secondaryMetrics/" + Suite.BYTES + "/score").asDouble();
    List<JsonNode> jvms = new ArrayList<>();
    for (JsonNode iterations : result.at("/primaryMetric/rawData")) {
      ObjectNode row = JSON.createObjectNode();
      if (result.has("params")) { // not so where a benchmark has none
        row.setAll((ObjectNode) result.get("params"));
      }
      row.put("benchmark", name).put("threads", result.get("threads").asText());
      row.put("bytes", bytes);
      row.put("nanos", StatUtils.mean(JSON.convertValue(iterations, double[].class)));
      jvms.add(row);
    }
    return jvms;
  }

  private Stream<JsonNode> select(String query) {
    Map<String, String> wanted = new HashMap<>();
    Matcher property = PROPERTY.matcher(defaults + query);
    while (property.find()) {
      wanted.put(property.group(1), property.group(2));
    }
    return rows.stream()
        .filter(
            row ->
                wanted.keySet().stream()
                    .allMatch(
                        name -> !row.has(name) || row.get(name).asText().equals(wanted.get(name))));
  }

  private double[] values(String figure, String query) {
    return select(query).mapToDouble(row -> row.path(figure).asDouble(Double.NaN)).toArray();
  }

  public Cost cost(String query) {
    // Whole bytes: other threads of the JVM add a little now and then.
    double bytes = Math.rint(StatUtils.mean(values("bytes", query)));
    return new Cost(StatUtils.mean(values("nanos", query)), bytes);
  }

  public double median(String figure, String query) {
    return quantile(0.5, values(figure, query));
  }

  /** Of the ratios of pairs of runs that were made next to each other: 0.5 is the median. */
  public double ratio(double quantile, String figure, String measured, String base) {
    double[] above = values(figure, measured);
    double[] below = values(figure, base);
    return quantile(
        quantile,
        IntStream.range(0, Math.min(above.length, below.length))
            .mapToDouble(i -> above[i] / below[i])
            .toArray());
  }

  private static double quantile(double quantile, double[] values) {
    return new Percentile().withEstimationType(R_7).evaluate(values, 100 * quantile);
  }

  public double sum(String figure, String query) {
    return StatUtils.sum(values(figure, query));
  }

  /** How far JVMs of one benchmark are apart, as a part of their mean: the largest of all. */
  public double spread() {
    return rows.stream()
        .collect(groupingBy(row -> ((ObjectNode) row.deepCopy()).without(MEASURED)))
        .values()
        .stream()
        .map(jvms -> jvms.stream().mapToDouble(row -> row.get("nanos").asDouble()).toArray())
        .mapToDouble(it -> (StatUtils.max(it) - StatUtils.min(it)) / StatUtils.mean(it))
        .max()
        .orElse(Double.NaN);
  }

  /** The different values that a property has, those first whose rows have most of the figure. */
  public List<String> distinct(String property, String query, String figure) {
    return select(query)
        .map(row -> row.get(property).asText())
        .distinct()
        .sorted(Comparator.comparing(it -> -sum(figure, query + ", " + property + "=" + it)))
        .toList();
  }
}
