package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
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
  private static final Map<String, Function<Effort, JsonNode>> PARTS = new LinkedHashMap<>();

  static {
    for (String suite : List.of("send", "poll", "consumer", "kctx")) {
      PARTS.put(suite, effort -> Suite.run(suite, effort));
    }
    PARTS.put("profile", AllocationProfile::run);
    PARTS.put("endtoend", EndToEnd::run);
    PARTS.put("startup", Startup::run);
  }

  private Bench() {}

  public static void main(String[] args) {
    Set<String> wanted = new LinkedHashSet<>(List.of(args[0].split(",", -1)));
    boolean quick = wanted.remove("quick");
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    if (quick) {
      System.setProperty(Results.DOCS, Tool.directory().resolve("quick").toString());
    }
    if (wanted.remove("all") || wanted.isEmpty()) {
      wanted.addAll(PARTS.keySet());
    }
    wanted.remove("report");
    if (!PARTS.keySet().containsAll(wanted)) {
      throw new IllegalArgumentException(
          "-Dbench=" + args[0] + ": there are all, quick, report and " + PARTS.keySet());
    }
    wanted.forEach(part -> Results.write(part, effort, PARTS.get(part).apply(effort)));
    Report.write(PARTS.keySet());
  }
}
