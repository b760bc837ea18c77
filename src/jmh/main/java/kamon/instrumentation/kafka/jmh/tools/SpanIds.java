package kamon.instrumentation.kafka.jmh.tools;

/** A span as it is known across processes, in every tool. */
public record SpanIds(String traceId, String spanId, boolean sampled) {

  /** Whether this span is another one of the same trace, sampled alike. */
  boolean continues(SpanIds parent) {
    return traceId.equals(parent.traceId())
        && !spanId.equals(parent.spanId())
        && sampled == parent.sampled();
  }
}
