package kamon.instrumentation.kafka.jmh.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

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
  private record Case(Tool tool, String effort, String options) {
    boolean runs(int round, Effort wanted) {
      return (wanted.everyCase() || effort.equals("quick"))
          // No two JVMs compile the same: more of them for what most targets compare.
          && (round <= wanted.forks() || !effort.equals("once"));
    }
  }

  private Suite() {}

  /** What JMH has measured, in JMH's format. */
  public static JsonNode run(String part, Effort effort) {
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
      return published(results.values());
    } catch (RunnerException | CommandLineOptionException e) {
      throw new IllegalStateException("A benchmark of " + part + " failed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.setProperty(CLASS_PATH, own);
    }
  }

  private static List<Case> cases(String part) throws IOException {
    try (InputStream file = Suite.class.getResourceAsStream("suites.txt")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(part + " "))
          .map(line -> line.split(" +", 4))
          .flatMap(
              word ->
                  Stream.of(word[1].split(",", -1))
                      .map(tool -> new Case(Tool.valueOf(tool), word[2], word[3])))
          .toList();
    }
  }

  private static Options options(Case one, Effort effort) throws CommandLineOptionException {
    Options given = new CommandLineOptions(one.options().split(" ", -1));
    String collector = given.getParameter("collector").orElse(List.of("G1")).iterator().next();
    return new OptionsBuilder()
        .parent(given)
        .param("tool", one.tool().name())
        .jvmArgs(one.tool().jvmArgs().toArray(String[]::new))
        .jvmArgsAppend(Collector.valueOf(collector).jvmArg(), "-Xms1g", "-Xmx1g")
        .forks(1)
        .warmupIterations(effort.warmups())
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(effort.iterations())
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static RunResult both(RunResult earlier, RunResult later) {
    List<BenchmarkResult> forks = new ArrayList<>(earlier.getBenchmarkResults());
    forks.addAll(later.getBenchmarkResults());
    return new RunResult(earlier.getParams(), forks);
  }

  /** What the report needs, without the paths of this machine. */
  private static JsonNode published(Collection<RunResult> results) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(json, /* autoFlush= */ true, UTF_8))
        .writeOut(results);
    JsonNode published = new ObjectMapper().readTree(json.toByteArray());
    for (JsonNode result : published) {
      ((ObjectNode) result)
          .retain("benchmark", "threads", "params", "primaryMetric", "secondaryMetrics");
      ((ObjectNode) result.get("primaryMetric")).retain("score", "rawData");
      ((ObjectNode) result.get("secondaryMetrics")).retain(BYTES);
      ((ObjectNode) result.at("/secondaryMetrics/" + BYTES)).retain("score");
    }
    return published;
  }
}
