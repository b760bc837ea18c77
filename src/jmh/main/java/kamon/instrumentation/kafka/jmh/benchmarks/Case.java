package kamon.instrumentation.kafka.jmh.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * One benchmark to run.
 *
 * @param tool whose JVM it runs in
 * @param often whether a full run measures it in more JVMs than other cases
 * @param inQuick whether a quick run has it
 */
record Case(
    Class<?> benchmark,
    String method,
    Tool tool,
    Map<String, String> params,
    int threads,
    boolean often,
    boolean inQuick) {
  private static final String COLLECTOR = "collector";

  static Case of(Class<?> benchmark, String method, Tool tool) {
    return new Case(benchmark, method, tool, Map.of(), 1, false, false);
  }

  /** With one parameter other than its default. */
  Case with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(params);
    more.put(name, value.toString());
    return new Case(benchmark, method, tool, more, threads, often, inQuick);
  }

  Case threads(int threads) {
    return new Case(benchmark, method, tool, params, threads, often, inQuick);
  }

  Case with(Collector collector) {
    return with(COLLECTOR, collector);
  }

  Collector collector() {
    return Collector.valueOf(params.getOrDefault(COLLECTOR, Collector.G1.name()));
  }

  /** What most targets compare. */
  Case moreOften() {
    return new Case(benchmark, method, tool, params, threads, true, inQuick);
  }

  Case quick() {
    return new Case(benchmark, method, tool, params, threads, true, true);
  }

  String include() {
    return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
  }
}
