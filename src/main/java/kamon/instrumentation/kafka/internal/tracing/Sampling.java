package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;

/** Whether a span's tags can ever be seen. */
final class Sampling {
  private Sampling() {}

  /**
   * False when the parent's trace is known to be unsampled: what only tags need and is not cheap is
   * not worth doing then. A trace that starts with the span is decided when it starts.
   */
  static boolean tagsWanted(Span parent, Policy policy) {
    return parent.isEmpty()
        || policy.unsampledSpansKeepTags()
        || parent.trace().samplingDecision() != Trace$SamplingDecision$DoNotSample$.MODULE$;
  }
}
