package kamon.instrumentation.kafka.tags;

import kamon.instrumentation.kafka.config.Settings;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;

/** Whether a span's tags can ever be seen. */
public final class Sampling {
  private Sampling() {}

  /**
   * False when the parent's trace is known to be unsampled, and stays so: what only tags need is
   * not worth doing then. A trace that starts with the span is decided when it starts.
   */
  public static boolean tagsWanted(Span parent, Settings settings) {
    return parent.isEmpty()
        || settings.unsampledSpansKeepTags()
        || parent.trace().samplingDecision() != Trace$SamplingDecision$DoNotSample$.MODULE$;
  }
}
