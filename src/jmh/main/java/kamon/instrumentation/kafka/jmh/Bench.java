package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.listeners.Listeners;
import kamon.instrumentation.kafka.jmh.report.Report;
import kamon.instrumentation.kafka.jmh.sampling.Sampling;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Measures and writes docs/performance.md. The argument is a list, separated by commas: {@code all}
 * or names of parts; {@code quick} for fewer cases and shorter runs, whose report goes to the build
 * directory; {@code report} alone to write the report again from what was measured before.
 */
final class Bench {
  private interface Part {
    JsonNode measure(Effort effort) throws Exception;
  }

  private Bench() {}

  public static void main(String[] args) throws Exception {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (String suite :
        List.of("send", "poll", "consumer", "kctx", "unsampled", "formats", "rules")) {
      parts.put(suite, effort -> Suite.run(suite, effort));
    }
    parts.put("profile", AllocationProfile::run);
    parts.put("endtoend", effort -> EndToEnd.run(Tracing.ALL, effort));
    parts.put("onepercent", effort -> EndToEnd.run(Tracing.ONE_PERCENT, effort));
    parts.put("listeners", Listeners::run);
    parts.put("sampling", Sampling::run);
    parts.put("startup", Startup::run);

    Set<String> wanted = new LinkedHashSet<>(List.of(args[0].split(",", -1)));
    boolean quick = wanted.remove("quick");
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    if (quick) {
      System.setProperty(Results.DOCS, Tool.directory().resolve("quick").toString());
    }
    if (wanted.remove("all") || wanted.isEmpty()) {
      wanted.addAll(parts.keySet());
    }
    wanted.remove("report");
    if (!parts.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException(
          "-Dbench=" + args[0] + ": there are all, quick, report and " + parts.keySet());
    }
    for (String part : wanted) {
      Results.write(part, effort, parts.get(part).measure(effort));
    }
    Report.write(parts.keySet());
  }
}
