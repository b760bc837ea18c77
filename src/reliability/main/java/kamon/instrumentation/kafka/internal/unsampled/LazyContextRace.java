package kamon.instrumentation.kafka.internal.unsampled;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.reliability.races.EndedSpans;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;

/** Ends, failures and looks: one time is recorded, and there is one span at most. */
public final class LazyContextRace implements Race<LazyContextRace.OfRecord> {
  private static final String OPERATION = "consumer.race";

  private final UnsampledSpans spans =
      UnsampledSpans.of(Settings.current(), Formats.of(Settings.current()));
  private final String name;
  private final Set<String> allowed;
  private final List<Consumer<OfRecord>> actors;

  private LazyContextRace(String name, Set<String> allowed, List<Consumer<OfRecord>> actors) {
    this.name = name;
    this.allowed = allowed;
    this.actors = actors;
  }

  public static List<Race<?>> all() {
    IllegalStateException failure = new IllegalStateException("of the record");
    Set<String> none = Set.of("no span");
    Set<String> one = Set.of("one span, closed");
    Consumer<OfRecord> failedEnd =
        state -> {
          state.failed(failure);
          state.end();
        };
    return List.of(
        new LazyContextRace("end and look", one, List.of(LazyContext::end, OfRecord::look)),
        new LazyContextRace(
            "end and two looks", one, List.of(LazyContext::end, OfRecord::look, OfRecord::look)),
        new LazyContextRace("failed end and look", one, List.of(failedEnd, OfRecord::look)),
        new LazyContextRace("two ends", none, List.of(LazyContext::end, LazyContext::end)),
        new LazyContextRace("end and failed end", none, List.of(LazyContext::end, failedEnd)),
        new LazyContextRace(
            "ends and look", one, List.of(LazyContext::end, failedEnd, OfRecord::look)),
        new LazyContextRace(
            "ends of a trace that is kept",
            Set.of("no span", "one span, closed"),
            List.of(LazyContext::end, failedEnd, state -> state.parent().trace().keep())));
  }

  @Override
  public String name() {
    return "LazyContext: " + name;
  }

  @Override
  public OfRecord state() {
    return new OfRecord(spans);
  }

  @Override
  public List<Consumer<OfRecord>> actors() {
    return actors;
  }

  @Override
  public String outcome(OfRecord state) {
    if (state.made.isEmpty()) {
      return "no span";
    }
    Span span = state.get(Span.Key());
    boolean closed = !span.name("late").operationName().equals("late");
    boolean one = state.starts.get() == 1 && state.made.equals(Set.of(span));
    return (one ? "one span" : state.starts + " spans") + (closed ? ", closed" : ", open");
  }

  @Override
  public Set<String> allowed() {
    return allowed;
  }

  @Override
  public String end(int states) {
    return EndedSpans.expect(OPERATION, states);
  }

  /** With a span of Kamon's. */
  static final class OfRecord extends LazyContext {
    private final AtomicInteger starts = new AtomicInteger();
    private final Set<Span> made = ConcurrentHashMap.newKeySet();

    private OfRecord(UnsampledSpans spans) {
      this(spans, Context.of(Span.Key(), remote()));
    }

    private OfRecord(UnsampledSpans spans, Context source) {
      super(spans, source, source.tags(), Kamon.clock().nanos());
    }

    private static Span remote() {
      return new Span.Remote(
          Kamon.identifierScheme().spanIdFactory().generate(),
          Identifier.Empty(),
          Trace$.MODULE$.create(
              Kamon.identifierScheme().traceIdFactory().generate(),
              Trace$SamplingDecision$DoNotSample$.MODULE$));
    }

    private void look() {
      made.add(get(Span.Key()));
    }

    @Override
    public SpanKind kind() {
      return SpanKind.CONSUMER;
    }

    @Override
    public String operation() {
      return OPERATION;
    }

    @Override
    public String topic() {
      return "t";
    }

    @Override
    public String group() {
      return null;
    }

    @Override
    protected Span start(UnsampledSpans from, Context base, Instant at) {
      starts.incrementAndGet();
      Span span =
          Kamon.consumerSpanBuilder(OPERATION, "kafka.consumer")
              .context(base)
              .samplingDecision(Trace$SamplingDecision$DoNotSample$.MODULE$)
              .start(at);
      made.add(span);
      return span;
    }
  }
}
