package kamon.instrumentation.kafka.internal.unsampled;

import java.util.concurrent.atomic.AtomicReferenceArray;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.Lookups;
import kamon.tag.TagSet;
import kamon.trace.Hooks$PreStart$;
import kamon.trace.Hooks$PreStart$Noop$;
import kamon.trace.Identifier;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.Span$Position$LocalRoot$;
import kamon.trace.Span$Position$Unknown$;
import kamon.trace.Span$TagKeys$;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import scala.collection.immutable.Nil$;

/**
 * Spans of unsampled traces, without an object: what Kamon does for them, with the settings of now.
 * Thread-safe.
 */
public final class UnsampledSpans {
  private static final Warning NOT_RECORDED = new Warning();
  private static final TagSet.Lookup<String> UPSTREAM =
      Lookups.plain(Span$TagKeys$.MODULE$.UpstreamName());
  private static final int METRICS = 256; // a power of two
  // Where several fall together, so that they do not take turns in one place.
  private static final int PLACES = 4;

  private static volatile UnsampledSpans current;

  private final Settings settings;
  private final Format format;
  private final Gate gate;
  private final AtomicReferenceArray<SpanMetric> metrics = new AtomicReferenceArray<>(METRICS);

  private volatile Asked asked;

  private UnsampledSpans(Settings settings, Format format) {
    this.settings = settings;
    this.format = format;
    this.gate = Gate.of(settings, format);
  }

  /**
   * Those of these settings.
   *
   * @param format of now: while that of new settings is being made, it can be the former one
   */
  public static UnsampledSpans of(Settings settings, Format format) {
    UnsampledSpans known = current;
    if (known == null || known.settings != settings || known.format != format) {
      known = new UnsampledSpans(settings, format);
      current = known;
    }
    return known;
  }

  /** The settings that hold. */
  public Settings settings() {
    return settings;
  }

  /** The format of contexts. */
  public Format format() {
    return format;
  }

  /** Whether any span can be without an object. */
  public boolean isPossible() {
    return gate.isOpen();
  }

  /** Whether a span below one that is not known yet, but unsampled, needs no object. */
  public boolean canBeLazy(Context now) {
    try {
      return gate.isOpen() && (!gate.looksForHooks() || !hasHook(now)) && KamonTracer.isRunning();
    } catch (Throwable t) {
      NOT_RECORDED.log("Could not tell what a span needs", t);
      return false;
    }
  }

  /** Whether a span below this one, started now, needs no object. */
  public boolean canBeBelow(Span parent, Context now) {
    return gate.isOpen()
        && !parent.isEmpty()
        && parent.trace().samplingDecision() == Trace$SamplingDecision$DoNotSample$.MODULE$
        && canBeLazy(now);
  }

  /**
   * What Kamon's sampler says of a trace that starts now with such a span, asked as Kamon asks it;
   * null when Kamon has to ask it.
   */
  public Trace.SamplingDecision decide(String operation, Context now) {
    try {
      Sampler sampler = gate.isOpen() && canBeLazy(now) ? KamonTracer.sampler() : null;
      return sampler != null && gate.canAsk(sampler, operation)
          ? sampler.decide(asked(operation))
          : null;
    } catch (Throwable t) {
      NOT_RECORDED.log("Could not ask Kamon's sampler", t);
      return null;
    }
  }

  /** One object for each name, as long as it is the same. */
  private Asked asked(String operation) {
    Asked last = asked;
    if (last == null || !last.operation.equals(operation)) {
      last = new Asked(operation);
      asked = last;
    }
    return last;
  }

  /**
   * What a span without an object is below: the span of its sender, or one without ids of its own
   * for the first of an unsampled trace; null when there has to be an object.
   *
   * @param decision for a trace that starts, null for none
   */
  public Span parent(Context sender, Trace.SamplingDecision decision, Context now) {
    if (decision != null) {
      return isAgainst(decision) ? newTrace() : null;
    }
    Span parent = sender.get(Span.Key());
    return canBeBelow(parent, now) && (!parent.isRemote() || Formats.conflict(sender) == null)
        ? parent
        : null;
  }

  private static Span newTrace() {
    return new Span.Remote(
        Identifier.Empty(),
        Identifier.Empty(),
        Trace$.MODULE$.create(
            Kamon.identifierScheme().traceIdFactory().generate(),
            Trace$SamplingDecision$DoNotSample$.MODULE$));
  }

  /** Whether it is a decision against a trace. */
  public static boolean isAgainst(Trace.SamplingDecision decision) {
    return decision == Trace$SamplingDecision$DoNotSample$.MODULE$;
  }

  /** What Kamon's one default hook looks for, when a span starts. */
  private static boolean hasHook(Context now) {
    return now != Context.Empty()
        && now.get(Hooks$PreStart$.MODULE$.Key()) != Hooks$PreStart$Noop$.MODULE$;
  }

  /**
   * A span has ended: records its time.
   *
   * @param nanos of Kamon's clock, now
   */
  public void ended(UnsampledSpan span, boolean failed, long nanos) {
    try {
      Span parent = span.parent();
      if (failed && parent != null && !parent.isEmpty() && KamonTracer.countsFailures()) {
        parent.trace().spanFailed();
      }
      metric(span, failed, nanos).record(nanos - span.startNanos(), nanos);
    } catch (Throwable t) {
      NOT_RECORDED.log("Could not record the time of a span", t);
    }
  }

  /**
   * Whether a span has to be reported after all, because somebody has decided to keep its trace.
   */
  public static boolean isKept(Trace trace) {
    return trace.samplingDecision() == Trace$SamplingDecision$Sample$.MODULE$;
  }

  /**
   * Reports a span that has ended.
   *
   * @param tags but for those of metrics
   * @param failure null for none
   */
  public void report(
      UnsampledSpan span, long id, TagSet.Builder tags, Throwable failure, long endNanos)
      throws Throwable {
    if (failure != null) {
      addFailure(tags, failure);
    }
    Span parent = span.parent();
    KamonTracer.report(
        gate.identifier(id),
        parent.trace(),
        parent.id(),
        span.operation(),
        failure != null,
        false,
        Kamon.clock().toInstant(span.startNanos()),
        Kamon.clock().toInstant(endNanos),
        span.kind().kamons(),
        parent.isRemote() ? Span$Position$LocalRoot$.MODULE$ : Span$Position$Unknown$.MODULE$,
        tags.build(),
        metric(span, failure != null, endNanos).tags(),
        Nil$.MODULE$,
        Nil$.MODULE$);
  }

  private void addFailure(TagSet.Builder tags, Throwable failure) {
    Span$TagKeys$ keys = Span$TagKeys$.MODULE$;
    tags.add(keys.ErrorMessage(), failure.getMessage());
    if (gate.includesStacktrace()) {
      StringBuilder trace = new StringBuilder();
      for (StackTraceElement element : failure.getStackTrace()) {
        trace.append(trace.length() == 0 ? "" : System.lineSeparator()).append(element);
      }
      // Scala's mkString, as Kamon calls it, has the separator at the end, too.
      tags.add(keys.ErrorStacktrace(), trace.append(System.lineSeparator()).toString());
    }
    if (gate.includesErrorType()) {
      tags.add("error.type", failure.getClass().getName());
    }
  }

  private SpanMetric metric(UnsampledSpan span, boolean failed, long nanos) {
    Span parent = span.parent();
    String parentOperation =
        gate.tagsParent() && parent instanceof Span.Local ? parent.operationName() : null;
    TagSet tags = span.context().tags();
    String upstream = gate.tagsUpstream() && tags.nonEmpty() ? tags.get(UPSTREAM) : null;
    int first = SpanMetric.hash(span, failed, parentOperation, upstream);
    for (int at = first; at < first + PLACES; at++) {
      SpanMetric metric = metrics.get(at & (METRICS - 1));
      if (metric == null) {
        first = at;
        break;
      }
      if (metric.is(span, failed, parentOperation, upstream)) {
        return metric;
      }
    }
    SpanMetric metric = new SpanMetric(span, failed, parentOperation, upstream, settings.tags());
    SpanMetric former = metrics.getAndSet(first & (METRICS - 1), metric);
    if (former != null) {
      former.giveUp(nanos);
    }
    return metric;
  }

  /** What a sampler is asked about. */
  private static final class Asked implements Sampler.Operation {
    private final String operation;

    private Asked(String operation) {
      this.operation = operation;
    }

    @Override
    public String operationName() {
      return operation;
    }
  }
}
