package kamon.instrumentation.kafka.internal.tracing;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import kamon.Kamon;
import kamon.instrumentation.kafka.reliability.races.EndedSpans;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Spans that application, polls and a close finish at once: each ends once, with its name. */
public final class OpenSpansRace implements Race<OpenSpansRace.Opened> {
  private static final String OPERATION = "open.race";
  private static final ConsumerRecord<String, String> RECORD =
      new ConsumerRecord<>("t", 0, 0, "k", "v");

  private final String name;
  private final boolean watchedBefore;
  private final Set<String> allowed;
  private final List<Consumer<Opened>> actors;

  private OpenSpansRace(
      String name, boolean watchedBefore, Set<String> allowed, List<Consumer<Opened>> actors) {
    this.name = name;
    this.watchedBefore = watchedBefore;
    this.allowed = allowed;
    this.actors = actors;
  }

  public static List<Race<?>> all() {
    Consumer<Opened> finish = state -> state.span.finish();
    Consumer<Opened> poll =
        state -> {
          state.spans().polled(state, true);
          state.spans().polled(state, true);
        };
    Consumer<Opened> close = state -> state.spans().closed();
    return List.of(
        new OpenSpansRace(
            "finish, poll and close", true, Set.of("ended"), List.of(finish, poll, close)),
        new OpenSpansRace("finish and close", true, Set.of("ended"), List.of(finish, close)),
        new OpenSpansRace("poll and close", true, Set.of("ended"), List.of(poll, close)),
        // One that is opened after the close is the application's alone.
        new OpenSpansRace(
            "open and close", false, Set.of("ended", "open"), List.of(Opened::watch, close)),
        new OpenSpansRace(
            "open and poll", false, Set.of("ended", "open"), List.of(Opened::watch, poll)));
  }

  @Override
  public String name() {
    return "OpenSpans: " + name;
  }

  @Override
  public Opened state() {
    Opened state = new Opened();
    if (watchedBefore) {
      state.watch();
    }
    return state;
  }

  @Override
  public List<Consumer<Opened>> actors() {
    return actors;
  }

  @Override
  public String outcome(Opened state) {
    String ended = state.span.operationName();
    boolean closed = !state.span.name("late").operationName().equals("late");
    state.span.name(OPERATION).finish();
    return !ended.equals(OPERATION) ? "called " + ended : closed ? "ended" : "open";
  }

  @Override
  public Set<String> allowed() {
    return allowed;
  }

  @Override
  public String end(int states) {
    return EndedSpans.expect(OPERATION, states);
  }

  /** One span for a record of a consumer. */
  static final class Opened {
    private final PollFacts facts = new PollFacts(ClientIdentity.of("c", "g"), 1, 0);
    private final Span span = Kamon.consumerSpanBuilder(OPERATION, "kafka.consumer").start();

    private OpenSpans spans() {
      return facts.consumer().openSpans();
    }

    private void watch() {
      OpenSpans.watch(span, RECORD, facts);
    }
  }
}
