package kamon.instrumentation.kafka.jmh;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.benchmarks.SuiteRunner;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.report.Report;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Measures and writes docs/performance.md. The argument is a list, separated by commas: {@code all}
 * or names of parts; {@code quick} for fewer cases and shorter runs, whose report goes to the build
 * directory; {@code report} alone to write the report again from what was measured before.
 */
final class Bench {
  private static final String ALL = "all";
  private static final String QUICK = "quick";
  private static final String REPORT = "report";

  private Bench() {}

  public static void main(String[] args) {
    Set<String> wanted = new LinkedHashSet<>(List.of(args[0].split(",", -1)));
    boolean quick = wanted.remove(QUICK);
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    if (quick) {
      System.setProperty(Results.DOCS, Tool.directory().resolve(QUICK).toString());
    }
    Map<String, Consumer<Effort>> parts = parts();
    if (wanted.remove(ALL) || wanted.isEmpty()) {
      wanted.addAll(parts.keySet());
    }
    wanted.remove(REPORT);
    if (!parts.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException(
          "-Dbench="
              + args[0]
              + " names unknown parts; there are all, quick, report and "
              + parts.keySet());
    }
    wanted.forEach(part -> parts.get(part).accept(effort));
    Report.write();
  }

  private static Map<String, Consumer<Effort>> parts() {
    Map<String, Consumer<Effort>> parts = new LinkedHashMap<>();
    for (Suite suite : Suite.values()) {
      parts.put(suite.part(), effort -> SuiteRunner.run(suite, effort));
    }
    parts.put(AllocationProfile.PART, AllocationProfile::run);
    parts.put(EndToEnd.PART, EndToEnd::run);
    parts.put(Startup.PART, Startup::run);
    return parts;
  }
}
