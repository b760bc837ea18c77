package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Which records have a context whose span can wait until somebody looks at it. Not to be touched
 * where that is not possible: these contexts extend Kamon's, which a Kamon that is unknown may not
 * allow.
 */
final class LazyScopes {
  private LazyScopes() {}

  /** Whether the settings allow it. */
  static boolean canWait(ConsumerRecord<?, ?> record, Policy policy) {
    return policy.spansWanted()
        && !policy.useDelayedSpans()
        && policy.tags().areKnownBefore()
        && ConsumerSpans.isContinued(record, policy);
  }

  /**
   * Makes the context current that the record's header has, which is not even read; null where it
   * has to be, or the span is to be made at once.
   *
   * @param nanos of Kamon's clock, now
   */
  static ConsumerScope unread(
      ConsumerRecord<?, ?> record, PollFacts facts, String name, UnsampledSpans spans, long nanos) {
    Format format = spans.format();
    Header header = format.single(record.headers());
    TagSet tags = header == null ? null : format.unsampledTags(header);
    return tags != null && spans.canBeLazy(Kamon.currentContext())
        ? current(new RecordContext(spans, header, tags, record, facts, name, nanos))
        : null;
  }

  /** What the sampler says, where a trace starts and it can be asked; null if not. */
  static Trace.SamplingDecision decide(
      Context base, String name, Policy policy, UnsampledSpans spans) {
    return base.get(Span.Key()).isEmpty() && !policy.hasSamplingProbability()
        ? spans.decide(name, Kamon.currentContext())
        : null;
  }

  /**
   * The same as {@link #unread} below a context that was read.
   *
   * @param decision of the sampler, where a trace starts and it was asked; null if not
   */
  static ConsumerScope below(
      Context base,
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String name,
      UnsampledSpans spans,
      Trace.SamplingDecision decision,
      long nanos) {
    boolean possible =
        decision == null
            ? spans.canBeBelow(base.get(Span.Key()), Kamon.currentContext())
            : UnsampledSpans.isAgainst(decision);
    return possible
        ? current(new RecordContext(spans, base, base.tags(), record, facts, name, nanos))
        : null;
  }

  private static ConsumerScope current(RecordContext context) {
    return new LazyScope(context, Kamon.storeContext(context));
  }
}
