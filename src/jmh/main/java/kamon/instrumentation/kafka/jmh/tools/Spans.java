package kamon.instrumentation.kafka.jmh.tools;

import com.typesafe.config.Config;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.module.SpanReporter;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Remote$;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import scala.collection.immutable.Seq;

/** Kamon's spans and contexts for benchmarks. */
public final class Spans {
  private static boolean started;

  private Spans() {}

  /** Without it, all of Kamon's spans are empty. */
  public static synchronized void startKamon() {
    if (!started) {
      Kamon.initWithoutAttaching();
      started = true;
    }
  }

  /**
   * Reports finished spans to nobody.
   *
   * @return how many so far
   */
  public static LongSupplier discardReports() {
    LongAdder reported = new LongAdder();
    Kamon.addReporter(
        "discard",
        new SpanReporter() {
          @Override
          public void reportSpans(Seq<Span.Finished> spans) {
            reported.add(spans.size());
          }

          @Override
          public void stop() {}

          @Override
          public void reconfigure(Config config) {}
        });
    return reported::sum;
  }

  /** A span of this process. */
  public static Span local(boolean sampled) {
    return Kamon.spanBuilder("parent").samplingDecision(decision(sampled)).start();
  }

  /** A span of another process. */
  private static Span remote(boolean sampled, boolean child) {
    Identifier traceId = Kamon.identifierScheme().traceIdFactory().generate();
    Identifier spanId = Kamon.identifierScheme().spanIdFactory().generate();
    Identifier parentId =
        child ? Kamon.identifierScheme().spanIdFactory().generate() : Identifier.Empty();
    Trace trace = Trace$.MODULE$.create(traceId, decision(sampled));
    return Span$Remote$.MODULE$.apply(spanId, parentId, trace);
  }

  /** The context that a record carries. */
  public static Context context(Incoming incoming) {
    boolean child = incoming == Incoming.SAMPLED_CHILD;
    Context context = Context.of(Span.Key(), remote(incoming != Incoming.UNSAMPLED, child));
    return switch (incoming) {
      case NONE -> Context.Empty();
      case SAMPLED_CHILD, SAMPLED, UNSAMPLED -> context;
      case SAMPLED_TAGS ->
          context.withTags(
              TagSet.builder()
                  .add("tenant", "north")
                  .add("user.id", 4711L)
                  .add("beta", true)
                  .build());
    };
  }

  private static Trace.SamplingDecision decision(boolean sampled) {
    return sampled
        ? Trace$SamplingDecision$Sample$.MODULE$
        : Trace$SamplingDecision$DoNotSample$.MODULE$;
  }
}
