package kamon.instrumentation.kafka.reliability.concurrency;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What threads have found wrong, and how often. */
final class Wrong {
  private final Map<String, Integer> found = new ConcurrentHashMap<>();
  private boolean contexts = true;

  /** While Kamon stops and starts, there may be no context; but never another one. */
  Wrong withoutContexts() {
    contexts = false;
    return this;
  }

  void expect(boolean right, String otherwise) {
    if (!right) {
      found.merge(otherwise, 1, Integer::sum);
    }
  }

  /** The trace that is expected, or none where there may be none. */
  void expectTrace(String expected, String trace, String where) {
    // Nor was there one when Kamon was stopped while the request began: its send starts a trace.
    boolean missing = !contexts && (trace.isEmpty() || expected.isEmpty());
    expect(missing || trace.equals(expected), where);
  }

  @Override
  public String toString() {
    return new TreeMap<>(found).toString();
  }
}
