package kamon.instrumentation.kafka.jmh.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Writes performance.md and its charts from what was measured last. */
public final class Report {
  private Report() {}

  public static void write() {
    Path docs = Results.docs();
    Path file = docs.resolve("performance.md");
    try {
      Files.createDirectories(docs);
      Files.writeString(file, text(new Charts(docs.resolve("performance"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("Wrote " + file);
  }

  private static String text(Charts charts) {
    return resource()
        .replace("${targets}", Targets.table().toString())
        .replace("${spread}", spread())
        .replace("${send}", charts.send() + BenchmarkTables.send())
        .replace("${collectors}", BenchmarkTables.collectors().toString())
        .replace("${poll}", charts.poll() + BenchmarkTables.poll())
        .replace("${consumer}", charts.consumer() + BenchmarkTables.consumer())
        .replace("${floors}", BenchmarkTables.floors().toString())
        .replace("${profile}", ProfileTable.table().toString())
        .replace("${endtoend}", charts.endToEnd() + new EndToEndTable().tables())
        .replace("${startup}", charts.startup() + startup())
        .replace("${runs}", runs().toString())
        .replace("${machine}", machine().toString());
  }

  private static String resource() {
    try (var file = Report.class.getResourceAsStream("performance.md")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String spread() {
    double spread = new Figures(Suite.SEND).spread();
    return Double.isNaN(spread) ? "some" : Math.round(100 * spread) + " %";
  }

  private static Table startup() {
    Runs runs = new Runs(Startup.PART);
    Table table = new Table("start to end", "median", "over no agent");
    for (String application : List.of(Startup.HELLO, Startup.KAFKA, Startup.KAFKA_CDS)) {
      double none = Targets.millis(runs, application, Tool.NONE);
      for (Tool tool : Tool.values()) {
        double millis = Targets.millis(runs, application, tool);
        if (!Double.isNaN(millis)) {
          table.row(application + ", " + tool.label(), millis(millis), millis(millis - none));
        }
      }
    }
    double weaving = Targets.millis(runs, Startup.WEAVING, Tool.OURS);
    if (!Double.isNaN(weaving)) {
      table.row("loading our engine and " + Startup.WEAVING, millis(weaving), "");
    }
    return table;
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.0f ms", value);
  }

  private static Table runs() {
    Table table = new Table("part", "measured at", "effort", "processor");
    parts()
        .forEach(
            part ->
                Results.read(part)
                    .ifPresent(
                        results ->
                            table.row(
                                part,
                                results.get("at").asText(),
                                results.get("effort").asText(),
                                results.path("machine").path("Processor").asText())));
    return table;
  }

  private static Table machine() {
    Table table = new Table("", "");
    Optional<JsonNode> any =
        parts().stream().flatMap(part -> Results.read(part).stream()).findFirst();
    any.ifPresent(
        results ->
            results
                .get("machine")
                .properties()
                .forEach(fact -> table.row(fact.getKey(), fact.getValue().asText())));
    return table;
  }

  private static List<String> parts() {
    List<String> parts = new ArrayList<>(Stream.of(Suite.values()).map(Suite::part).toList());
    parts.addAll(List.of(AllocationProfile.PART, EndToEnd.PART, Startup.PART));
    return parts;
  }
}
