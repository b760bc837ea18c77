package kamon.instrumentation.kafka.jmh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of a suite, each in JVMs of its own that are started with its tool. */
public final class SuiteRunner {
  // JMH gives its forks the class path that this property names.
  private static final String CLASS_PATH = "java.class.path";

  private SuiteRunner() {}

  public static void run(Suite suite, Effort effort) {
    List<Case> cases =
        suite.cases().stream().filter(one -> effort.everyCase() || one.inQuick()).toList();
    List<RunResult> results = new ArrayList<>();
    String own = System.getProperty(CLASS_PATH);
    try {
      for (Case one : cases) {
        System.out.printf(
            "%s %d/%d: %s, %s %s%n",
            suite.part(),
            results.size() + 1,
            cases.size(),
            one.method(),
            one.tool().label(),
            one.params());
        System.setProperty(CLASS_PATH, one.tool().standInClassPath());
        results.addAll(run(one, effort));
      }
    } catch (RunnerException e) {
      throw new IllegalStateException("A benchmark of " + suite.part() + " failed", e);
    } finally {
      System.setProperty(CLASS_PATH, own);
    }
    Results.write(suite.part(), effort, json(results));
  }

  private static List<RunResult> run(Case one, Effort effort) throws RunnerException {
    TimeValue time = TimeValue.seconds(effort.seconds());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(one.include())
            .param("tool", one.tool().name())
            .jvmArgs(one.tool().jvmArgs().toArray(String[]::new))
            .jvmArgsAppend("-Xms1g", "-Xmx1g")
            .threads(one.threads())
            // What targets compare is measured in more JVMs: no two compile the same.
            .forks(one.inQuick() && effort.everyCase() ? 2 * effort.forks() : effort.forks())
            .warmupIterations(effort.warmups())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    one.params().forEach(options::param);
    return List.copyOf(new Runner(options.build()).run());
  }

  private static JsonNode json(List<RunResult> results) {
    try {
      Path file = Files.createTempFile("jmh", ".json");
      try {
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(results);
        return new ObjectMapper().readTree(file.toFile());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
