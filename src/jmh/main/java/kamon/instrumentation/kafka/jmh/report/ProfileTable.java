package kamon.instrumentation.kafka.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.tools.Parent;

/** Where the bytes of a send go: a row for each of our methods. */
final class ProfileTable {
  // Less is an error of the sample, or what the JVM does once in a while.
  private static final double LEAST_BYTES = 4;

  private ProfileTable() {}

  static Table table() {
    JsonNode sites =
        Results.read(AllocationProfile.PART)
            .map(results -> results.get("figures"))
            .orElse(MissingNode.getInstance());
    Map<String, List<JsonNode>> methods =
        StreamSupport.stream(sites.spliterator(), false)
            .filter(site -> site.get("bytes").asDouble() >= LEAST_BYTES)
            .collect(
                Collectors.groupingBy(
                    site -> site.get("method").asText(), LinkedHashMap::new, Collectors.toList()));
    List<Parent> parents = AllocationProfile.PARENTS;
    Table table =
        new Table(
            Stream.concat(
                    Stream.of("allocated from within", "objects"),
                    parents.stream().map(Parent::label))
                .toArray(String[]::new));
    methods.entrySet().stream()
        .sorted(Comparator.comparing(method -> -bytes(method.getValue(), parents.get(0))))
        .forEach(
            method ->
                table.row(
                    Stream.concat(
                            Stream.of("`" + method.getKey() + "`", objects(method.getValue())),
                            parents.stream().map(parent -> text(bytes(method.getValue(), parent))))
                        .toList()));
    return table;
  }

  private static double bytes(List<JsonNode> sites, Parent parent) {
    return sites.stream()
        .filter(site -> site.get("parent").asText().equals(parent.name()))
        .mapToDouble(site -> site.get("bytes").asDouble())
        .sum();
  }

  private static String objects(List<JsonNode> sites) {
    return sites.stream()
        .sorted(Comparator.comparing(site -> -site.get("bytes").asDouble()))
        .map(site -> site.get("object").asText())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String text(double bytes) {
    return String.format(Locale.ROOT, "%,.0f B", bytes);
  }
}
