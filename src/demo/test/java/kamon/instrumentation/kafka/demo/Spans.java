package kamon.instrumentation.kafka.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** Spans as services report them, reduced to what the demo looks at. */
final class Spans {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private Spans() {}

  static ReportedSpan span(
      String trace,
      String id,
      String parent,
      String service,
      String name,
      int fromMillis,
      int toMillis,
      Map<String, Object> tags) {
    return new ReportedSpan(
        trace,
        id,
        parent,
        name,
        "internal",
        service,
        false,
        false,
        START.plusMillis(fromMillis),
        START.plusMillis(toMillis),
        "Unknown",
        tags,
        Map.of(),
        Set.of(),
        List.of(),
        List.of(),
        "sample");
  }
}
