package kamon.instrumentation.kafka.jmh.tools;

import org.apache.kafka.common.header.Headers;

/** Shows that a tool did its work: a benchmark that measures nothing must fail. */
public final class Proof {
  private Proof() {}

  /** A sent record carries a new span of the parent's trace, or none where none is wanted. */
  public static void sent(Tracer tracer, Tool tool, Parent parent, SpanIds current, Headers sent) {
    SpanIds written = tracer.carried(sent);
    boolean traces = tool.traces();
    boolean right =
        switch (parent) {
          case SAMPLED, UNSAMPLED ->
              traces ? written != null && written.continues(current) : written == null;
          case NONE_NEW_TRACE -> traces ? written != null && written.sampled() : written == null;
          case NONE_NEW_UNSAMPLED ->
              traces ? written != null && !written.sampled() : written == null;
          case NONE, NOT_INITIALISED -> written == null;
        };
    if (!right) {
      throw new AssertionError(
          tool + ", " + parent + ": sent " + written + " in a trace of " + current);
    }
  }

  /** Polled records are marked by tools that trace, and by no other. */
  public static void polled(Tool tool, boolean marked) {
    if (marked != tool.traces()) {
      throw new AssertionError(tool + ": polled records are " + (marked ? "marked" : "unmarked"));
    }
  }

  /** What runs for a record runs within a span of the trace that the record carries. */
  public static void processed(Tool tool, Incoming incoming, SpanIds carried, SpanIds within) {
    boolean right =
        tool.traces()
            ? within != null && (incoming == Incoming.NONE || within.continues(carried))
            : within == null;
    if (!right) {
      throw new AssertionError(
          tool + ", " + incoming + ": processed " + carried + " within " + within);
    }
  }
}
