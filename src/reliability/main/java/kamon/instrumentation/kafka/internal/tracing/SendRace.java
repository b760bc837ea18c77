package kamon.instrumentation.kafka.internal.tracing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.instrumentation.kafka.reliability.races.EndedSpans;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.producer.Callback;

/** A send that ends twice at once, well and badly: one time is recorded. */
public final class SendRace implements Race<SendRace.Sending> {
  private static final String OPERATION = "send.race";
  private static final HeaderRoom ROOM = HeaderRoom.of(new Object(), "races");

  private final String name;
  private final Function<Sending, Send> made;
  private final List<Consumer<Sending>> actors;

  private SendRace(String name, Function<Sending, Send> made, List<Consumer<Sending>> actors) {
    this.name = name;
    this.made = made;
    this.actors = actors;
  }

  public static List<Race<?>> all() {
    IllegalStateException failure = new IllegalStateException("of the send");
    Consumer<Sending> acknowledged = state -> state.send.onCompletion(null, null);
    Consumer<Sending> failed = state -> state.send.failed(failure);
    return List.of(
        new SendRace(
            "UnsampledSend: ends twice", SendRace::unsampled, List.of(acknowledged, failed)),
        new SendRace(
            "UnsampledSend: ends twice in a trace that is kept",
            SendRace::unsampled,
            List.of(acknowledged, failed, state -> state.parent.trace().keep())),
        new SendRace("TracedSend: ends twice", SendRace::traced, List.of(acknowledged, failed)),
        new SendRace(
            "TracedSend: ends twice in a trace that is kept",
            SendRace::traced,
            List.of(acknowledged, failed, state -> state.parent.trace().keep())));
  }

  private static Send unsampled(Sending state) {
    Format format = Formats.of(Settings.current());
    return new UnsampledSend(
        UnsampledSpans.of(Settings.current(), format),
        Context.of(Span.Key(), state.parent),
        state.parent,
        OPERATION,
        format,
        ROOM,
        "t",
        state.callback());
  }

  private static Send traced(Sending state) {
    Context sender = Context.of(Span.Key(), state.parent);
    Span span = Kamon.producerSpanBuilder(OPERATION, "kafka.producer").context(sender).start();
    return new TracedSend(
        sender, span, Formats.of(Settings.current()), ROOM, "t", state.callback());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sending state() {
    Sending state = new Sending();
    state.send = made.apply(state);
    return state;
  }

  @Override
  public List<Consumer<Sending>> actors() {
    return actors;
  }

  @Override
  public String outcome(Sending state) {
    return "callbacks " + state.callbacks;
  }

  @Override
  public Set<String> allowed() {
    return Set.of("callbacks 1");
  }

  @Override
  public String end(int states) {
    return EndedSpans.expect(OPERATION, states);
  }

  /** One send below a span of a service before. */
  static final class Sending {
    private final AtomicInteger callbacks = new AtomicInteger();
    private final Span parent =
        new Span.Remote(
            Kamon.identifierScheme().spanIdFactory().generate(),
            Identifier.Empty(),
            Trace$.MODULE$.create(
                Kamon.identifierScheme().traceIdFactory().generate(),
                Trace$SamplingDecision$DoNotSample$.MODULE$));
    private Send send;

    private Callback callback() {
      return (metadata, failure) -> callbacks.incrementAndGet();
    }
  }
}
