package kamon.instrumentation.kafka.jmh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of a suite, each in JVMs of its own that are started with its tool: all
 * benchmarks once, then all again, so that a machine that gets slower or faster does so for all.
 */
public final class SuiteRunner {
  /** JMH's name for the bytes of one operation. */
  public static final String BYTES = "gc.alloc.rate.norm";

  // JMH gives its forks the class path that this property names.
  private static final String CLASS_PATH = "java.class.path";
  private static final String PRIMARY = "primaryMetric";
  private static final String SECONDARY = "secondaryMetrics";

  private SuiteRunner() {}

  public static void run(Suite suite, Effort effort) {
    List<Case> cases =
        suite.cases().stream().filter(one -> effort.everyCase() || one.inQuick()).toList();
    Map<Case, RunResult> results = new LinkedHashMap<>();
    String own = System.getProperty(CLASS_PATH);
    try {
      for (int round = 1; round <= effort.mainForks(); round++) {
        for (Case one : cases) {
          // No two JVMs compile the same: more of them for what most targets compare.
          if (round <= effort.forks() || one.often()) {
            System.out.printf(
                "%s %d/%d: %s, %s %s%n",
                suite.part(),
                round,
                effort.mainForks(),
                one.method(),
                one.tool().label(),
                one.params());
            System.setProperty(CLASS_PATH, one.tool().standInClassPath());
            results.merge(one, run(one, effort), SuiteRunner::both);
          }
        }
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("A benchmark of " + suite.part() + " failed", e);
    } finally {
      System.setProperty(CLASS_PATH, own);
    }
    Results.write(suite.part(), effort, json(results.values()));
  }

  private static RunResult run(Case one, Effort effort) throws RunnerException {
    TimeValue time = TimeValue.seconds(effort.seconds());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(one.include())
            .param("tool", one.tool().name())
            .jvmArgs(one.tool().jvmArgs().toArray(String[]::new))
            .jvmArgsAppend(one.collector().jvmArg(), "-Xms1g", "-Xmx1g")
            .threads(one.threads())
            .forks(1)
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    one.params().forEach(options::param);
    return new Runner(options.build()).runSingle();
  }

  private static RunResult both(RunResult earlier, RunResult later) {
    List<BenchmarkResult> forks = new ArrayList<>(earlier.getBenchmarkResults());
    forks.addAll(later.getBenchmarkResults());
    return new RunResult(earlier.getParams(), forks);
  }

  /** What the report needs, without the paths of this machine. */
  private static JsonNode published(JsonNode results) {
    for (JsonNode result : results) {
      ((ObjectNode) result).retain("benchmark", "threads", "params", PRIMARY, SECONDARY);
      ((ObjectNode) result.get(PRIMARY)).retain("score", "rawData");
      ((ObjectNode) result.get(SECONDARY)).retain(BYTES);
      ((ObjectNode) result.get(SECONDARY).get(BYTES)).retain("score");
    }
    return results;
  }

  private static JsonNode json(Collection<RunResult> results) {
    try {
      Path file = Files.createTempFile("jmh", ".json");
      try {
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(results);
        return published(new ObjectMapper().readTree(file.toFile()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
