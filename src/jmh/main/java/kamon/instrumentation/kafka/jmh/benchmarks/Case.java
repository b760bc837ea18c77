package kamon.instrumentation.kafka.jmh.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * One benchmark to run.
 *
 * @param tool whose JVM it runs in
 * @param inQuick whether a quick run has it
 */
record Case(
    Class<?> benchmark,
    String method,
    Tool tool,
    Map<String, String> params,
    int threads,
    boolean inQuick) {

  static Case of(Class<?> benchmark, String method, Tool tool) {
    return new Case(benchmark, method, tool, Map.of(), 1, false);
  }

  /** With one parameter other than its default. */
  Case with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(params);
    more.put(name, value.toString());
    return new Case(benchmark, method, tool, more, threads, inQuick);
  }

  Case threads(int threads) {
    return new Case(benchmark, method, tool, params, threads, inQuick);
  }

  Case quick() {
    return new Case(benchmark, method, tool, params, threads, true);
  }

  String include() {
    return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
  }
}
