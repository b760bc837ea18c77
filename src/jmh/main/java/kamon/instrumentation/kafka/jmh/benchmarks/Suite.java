package kamon.instrumentation.kafka.jmh.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of one part of suites.txt, each in JVMs of its own that are started with its
 * tool: all benchmarks once, then all again, so that a machine that gets slower or faster does so
 * for all.
 */
public final class Suite {
  /** JMH's name for the bytes of one operation. */
  public static final String BYTES = "gc.alloc.rate.norm";

  // JMH gives its forks the class path that this property names.
  private static final String CLASS_PATH = "java.class.path";

  /** A line of suites.txt, for one of its tools. */
  private record Case(Tool tool, String often, String options) {
    boolean runs(int round, Effort effort) {
      // No two JVMs compile the same: more of them for what most targets compare.
      int rounds = often.equals("once") ? effort.forks() : effort.mainForks();
      return round <= rounds && (effort.everyCase() || often.equals("quick"));
    }
  }

  private Suite() {}

  /** What JMH has measured, in JMH's format. */
  public static JsonNode run(String part, Effort effort) throws Exception {
    Map<BenchmarkParams, RunResult> results = new LinkedHashMap<>();
    String own = System.getProperty(CLASS_PATH);
    try {
      for (int round = 1; round <= effort.mainForks(); round++) {
        for (Case one : cases(part)) {
          if (one.runs(round, effort)) {
            System.out.printf("%s %d: %s, %s%n", part, round, one.tool().label(), one.options());
            System.setProperty(CLASS_PATH, one.tool().standInClassPath());
            for (RunResult result : new Runner(options(one, effort)).run()) {
              results.merge(result.getParams(), result, Suite::both);
            }
          }
        }
      }
    } finally {
      System.setProperty(CLASS_PATH, own);
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(ResultFormatType.JSON, new PrintStream(json, true, UTF_8))
        .writeOut(results.values());
    return published(new ObjectMapper().readTree(json.toByteArray()));
  }

  private static List<Case> cases(String part) throws IOException {
    try (InputStream file = Suite.class.getResourceAsStream("suites.txt")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(part + " "))
          .map(line -> line.split(" +", 4))
          .flatMap(
              words ->
                  Stream.of(words[1].split(",", -1))
                      .map(tool -> new Case(Tool.valueOf(tool), words[2], words[3])))
          .toList();
    }
  }

  private static Options options(Case one, Effort effort) throws CommandLineOptionException {
    String options =
        "%s -p tool=%s -f 1 -wi %d -w 1 -i %d -r 1 -prof gc -foe true -v SILENT"
            .formatted(one.options(), one.tool(), effort.warmups(), effort.iterations());
    Options parsed = new CommandLineOptions(options.split(" ", -1));
    String collector = parsed.getParameter("collector").orElse(List.of("G1")).iterator().next();
    return new OptionsBuilder()
        .parent(parsed)
        .jvmArgs(one.tool().jvmArgs().toArray(String[]::new))
        .jvmArgsAppend(Collector.valueOf(collector).jvmArg(), "-Xms1g", "-Xmx1g")
        .build();
  }

  private static RunResult both(RunResult earlier, RunResult later) {
    return new RunResult(
        earlier.getParams(),
        Stream.of(earlier, later).flatMap(it -> it.getBenchmarkResults().stream()).toList());
  }

  /** What the report needs, without the paths of this machine. */
  private static JsonNode published(JsonNode results) {
    for (JsonNode result : results) {
      ((ObjectNode) result)
          .retain("benchmark", "threads", "params", "primaryMetric", "secondaryMetrics");
      ((ObjectNode) result.get("primaryMetric")).retain("score", "rawData");
      ((ObjectNode) result.get("secondaryMetrics")).retain(BYTES);
      ((ObjectNode) result.at("/secondaryMetrics/" + BYTES)).retain("score");
    }
    return results;
  }
}
