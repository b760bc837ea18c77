package kamon.instrumentation.kafka.internal.propagation.text;

import java.nio.charset.StandardCharsets;
import kamon.Kamon;
import kamon.context.Context;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;

/**
 * What stands in B3's headers, be they one or five: <a
 * href="https://github.com/openzipkin/b3-propagation">B3 propagation</a>.
 */
public final class B3 {
  // The trace that was asked to be debugged: the wish goes on with it, and with no other.
  private static final Context.Key<Identifier> DEBUGGED =
      Context.key("kafka.b3-debug", Identifier.Empty());

  private B3() {}

  /** Whether a value has the digits of an id of a trace or a span. */
  public static boolean isId(byte[] value) {
    int start = Blanks.start(value, 0, value.length);
    int digits = Blanks.end(value, start, value.length) - start;
    return (digits == HexId.SPAN || digits == HexId.TRACE) && HexId.areHex(value, start, digits);
  }

  /** Whether a value says something about sampling. */
  public static boolean isSampling(byte[] value) {
    return state(value) != State.ABSENT;
  }

  /** What is said about sampling: {@code 1}, {@code 0}, {@code d}; by old tracers in words. */
  static State state(byte[] value) {
    int start = Blanks.start(value, 0, value.length);
    int end = Blanks.end(value, start, value.length);
    switch (new String(value, start, end - start, StandardCharsets.ISO_8859_1)) {
      case "1":
      case "true":
        return State.ACCEPT;
      case "0":
      case "false":
        return State.DENY;
      case "d":
        return State.DEBUG;
      default:
        return State.ABSENT;
    }
  }

  /** The trace of an id. */
  static Identifier trace(byte[] value) {
    int start = Blanks.start(value, 0, value.length);
    return HexId.trace(value, start, Blanks.end(value, start, value.length) - start);
  }

  /** The span of an id. */
  static Identifier span(byte[] value) {
    int start = Blanks.start(value, 0, value.length);
    return HexId.span(value, start, Blanks.end(value, start, value.length) - start);
  }

  /** A context with what was read; the empty one when that is no context. */
  static Context context(Identifier trace, Identifier span, Identifier parent, State state) {
    if (trace.isEmpty() || span.isEmpty()) {
      // "Do not sample" may come without a trace, and can only be said of one: it gets one here.
      return state == State.DENY
          ? context(
              Kamon.identifierScheme().traceIdFactory().generate(),
              Kamon.identifierScheme().spanIdFactory().generate(),
              Identifier.Empty(),
              state)
          : Context.Empty();
    }
    Span remote = new Span.Remote(span, parent, Trace$.MODULE$.create(trace, state.decision));
    Context context = Context.of(Span.Key(), remote);
    return state == State.DEBUG ? context.withEntry(DEBUGGED, trace) : context;
  }

  /** What is to be said of a span. */
  static State state(Context context, Span span) {
    if (span.trace().id().equals(context.get(DEBUGGED))) {
      return State.DEBUG;
    }
    SamplingDecision decision = span.trace().samplingDecision();
    if (decision == Trace$SamplingDecision$Sample$.MODULE$) {
      return State.ACCEPT;
    }
    return decision == Trace$SamplingDecision$DoNotSample$.MODULE$ ? State.DENY : State.ABSENT;
  }

  /** The digits of a trace; null when its id is not hex. */
  static byte[] traceDigits(Identifier trace) {
    return digits(trace, HexId.digits(trace));
  }

  /** The digits of a span; null when its id is not hex. */
  static byte[] spanDigits(Identifier span) {
    return digits(span, HexId.SPAN);
  }

  private static byte[] digits(Identifier id, int digits) {
    byte[] value = new byte[digits];
    return HexId.put(id, value, 0, digits) ? value : null;
  }

  /** The four things that can be said. */
  enum State {
    ACCEPT('1', Trace$SamplingDecision$Sample$.MODULE$),
    DENY('0', Trace$SamplingDecision$DoNotSample$.MODULE$),
    DEBUG('d', Trace$SamplingDecision$Sample$.MODULE$),
    ABSENT(' ', Trace$SamplingDecision$Unknown$.MODULE$);

    private final byte digit;
    private final SamplingDecision decision;

    State(char digit, SamplingDecision decision) {
      this.digit = (byte) digit;
      this.decision = decision;
    }

    /** As it is written within a value. */
    byte digit() {
      return digit;
    }

    /** As a value of its own. */
    byte[] text() {
      return new byte[] {digit};
    }
  }
}
