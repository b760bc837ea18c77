package kamon.instrumentation.kafka.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.stream.StreamSupport;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.benchmarks.SuiteRunner;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** What JMH has measured for one suite. What was not measured is NaN, and so is what it gives. */
final class Figures {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "parent",
          "SAMPLED",
          "key",
          "STRING",
          "headers",
          "0",
          "incoming",
          "SAMPLED",
          "records",
          "500",
          "collector",
          "G1");

  private final JsonNode results;

  Figures(Suite suite) {
    results = Results.read(suite.part()).map(part -> part.get("figures")).orElse(missing());
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  /** Time and bytes of one operation. */
  Cost cost(String benchmark, Tool tool) {
    return cost(benchmark, tool, Map.of(), 1);
  }

  Cost cost(String benchmark, Tool tool, String parameter, Object value) {
    return cost(benchmark, tool, Map.of(parameter, value.toString()), 1);
  }

  Cost cost(String benchmark, Tool tool, Map<String, String> params, int threads) {
    return StreamSupport.stream(results.spliterator(), false)
        .filter(result -> result.get("benchmark").asText().endsWith("." + benchmark))
        .filter(result -> result.get("threads").asInt() == threads)
        .filter(result -> matches(result.path("params"), tool, params))
        .findFirst()
        .map(
            result ->
                new Cost(
                    result.get("primaryMetric").get("score").asDouble(),
                    // Whole: other threads of the JVM add a little now and then.
                    Math.rint(
                        result
                            .get("secondaryMetrics")
                            .get(SuiteRunner.BYTES)
                            .get("score")
                            .asDouble())))
        .orElse(Cost.UNKNOWN);
  }

  /** How far JVMs of one case are apart, as a part of their mean: the largest of all cases. */
  double spread() {
    return StreamSupport.stream(results.spliterator(), false)
        .mapToDouble(result -> spread(result.get("primaryMetric").path("rawData")))
        .max()
        .orElse(Double.NaN);
  }

  private static double spread(JsonNode forks) {
    DoubleSummaryStatistics means =
        StreamSupport.stream(forks.spliterator(), false)
            .mapToDouble(Figures::mean)
            .summaryStatistics();
    return means.getCount() == 0 ? 0 : (means.getMax() - means.getMin()) / means.getAverage();
  }

  private static double mean(JsonNode iterations) {
    return StreamSupport.stream(iterations.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .average()
        .orElse(0);
  }

  private static boolean matches(JsonNode actual, Tool tool, Map<String, String> wanted) {
    return wanted.keySet().stream().allMatch(actual::has)
        && actual.properties().stream()
            .allMatch(
                param -> {
                  String name = param.getKey();
                  String value =
                      name.equals("tool")
                          ? tool.name()
                          : wanted.getOrDefault(name, DEFAULTS.get(name));
                  return param.getValue().asText().equals(value);
                });
  }
}
