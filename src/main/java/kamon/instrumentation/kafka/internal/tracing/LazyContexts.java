package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.unsampled.LazyContext;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Which records have a context whose span can wait until somebody looks at it. */
final class LazyContexts {
  private LazyContexts() {}

  /**
   * The context that the record's header has, which is not even read; null where it has to be, or
   * the span is to be made at once, if any.
   */
  static LazyContext unread(
      ConsumerRecord<?, ?> record, PollFacts facts, String name, Settings settings, Policy policy) {
    if (!isPossible(record, policy)) {
      return null;
    }
    Format format = Formats.of(settings);
    Header header = format.single(record.headers());
    TagSet tags = header == null ? null : format.unsampledTags(header);
    if (tags == null) {
      return null;
    }
    UnsampledSpans spans = UnsampledSpans.of(settings, format);
    return spans.canBeLazy(Kamon.currentContext())
        ? new RecordContext(spans, header, tags, record, facts, name)
        : null;
  }

  /** What the sampler says, where a trace starts and it can be asked; null if not. */
  static Trace.SamplingDecision decide(
      Context base, ConsumerRecord<?, ?> record, String name, Settings settings, Policy policy) {
    return base.get(Span.Key()).isEmpty()
            && isPossible(record, policy)
            && !policy.hasSamplingProbability()
        ? UnsampledSpans.of(settings, Formats.of(settings)).decide(name, Kamon.currentContext())
        : null;
  }

  /**
   * The same as {@link #unread} below a context that was read.
   *
   * @param decision of the sampler, where a trace starts and it was asked; null if not
   */
  static LazyContext below(
      Context base,
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String name,
      Settings settings,
      Policy policy,
      Trace.SamplingDecision decision) {
    UnsampledSpans spans = UnsampledSpans.of(settings, Formats.of(settings));
    boolean possible =
        decision == null
            ? isPossible(record, policy)
                && spans.canBeBelow(base.get(Span.Key()), Kamon.currentContext())
            : UnsampledSpans.isAgainst(decision);
    return possible ? new RecordContext(spans, base, base.tags(), record, facts, name) : null;
  }

  private static boolean isPossible(ConsumerRecord<?, ?> record, Policy policy) {
    return policy.spansWanted()
        && !policy.useDelayedSpans()
        && policy.tags().areKnownBefore()
        && ConsumerSpans.isContinued(record, policy);
  }
}
