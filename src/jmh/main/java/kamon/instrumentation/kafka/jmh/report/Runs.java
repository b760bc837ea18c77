package kamon.instrumentation.kafka.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kamon.instrumentation.kafka.jmh.Results;

/** Interleaved runs of one part: the i-th run of each tool was made next to those of the others. */
final class Runs {
  private final JsonNode runs;

  Runs(String part) {
    runs =
        Results.read(part).map(results -> results.get("figures")).orElse(MissingNode.getInstance());
  }

  /** The median of a figure over the runs that have these properties; NaN when there are none. */
  double median(String figure, Map<String, String> properties) {
    return quantile(0.5, values(figure, properties));
  }

  /**
   * A quantile of the ratios of pairs of runs that were made next to each other: 0.5 is the median.
   */
  double ratio(
      double quantile, String figure, Map<String, String> measured, Map<String, String> base) {
    List<Double> above = values(figure, measured);
    List<Double> below = values(figure, base);
    return quantile(
        quantile,
        IntStream.range(0, Math.min(above.size(), below.size()))
            .mapToObj(i -> above.get(i) / below.get(i))
            .toList());
  }

  int count(Map<String, String> properties) {
    return (int) select(properties).count();
  }

  private List<Double> values(String figure, Map<String, String> properties) {
    return select(properties).map(run -> run.get(figure).asDouble()).toList();
  }

  private Stream<JsonNode> select(Map<String, String> properties) {
    return StreamSupport.stream(runs.spliterator(), false)
        .filter(
            run ->
                properties.entrySet().stream()
                    .allMatch(
                        wanted -> run.get(wanted.getKey()).asText().equals(wanted.getValue())));
  }

  /** Between two values, as far from each as the quantile is. */
  private static double quantile(double quantile, List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    double place = quantile * (sorted.size() - 1);
    int below = (int) place;
    double low = sorted.get(below);
    return below == place ? low : low + (place - below) * (sorted.get(below + 1) - low);
  }
}
