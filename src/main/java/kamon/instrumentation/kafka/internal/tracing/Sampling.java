package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.ThreadLocalRandom;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;

/** Whether traces are sampled, and so whether a span's tags can ever be seen. */
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

  /** Decides on a trace that starts with the span, where a rule of the settings does. */
  static void suggest(SpanBuilder builder, Span parent, Policy policy) {
    if (parent.isEmpty() && policy.hasSamplingProbability()) {
      boolean sampled = ThreadLocalRandom.current().nextDouble() < policy.samplingProbability();
      builder.samplingDecision(
          sampled
              ? Trace$SamplingDecision$Sample$.MODULE$
              : Trace$SamplingDecision$DoNotSample$.MODULE$);
    }
  }
}
