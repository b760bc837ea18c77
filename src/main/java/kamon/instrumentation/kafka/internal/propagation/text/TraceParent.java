package kamon.instrumentation.kafka.internal.propagation.text;

import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace.SamplingDecision;

/**
 * The header traceparent, {@code version-trace-span-flags}: <a
 * href="https://www.w3.org/TR/trace-context-1/#traceparent-header">W3C Trace Context</a>.
 */
public final class TraceParent {
  /** Its length in version 00. */
  static final int LENGTH = 55;

  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int SAMPLED = 1; // the other bits say other things

  private TraceParent() {}

  /** Whether a value is made like one, valid or not. */
  public static boolean isLike(byte[] value) {
    int at = Blanks.start(value, 0, value.length);
    return value.length >= at + LENGTH && value[at + 2] == '-' && value[at + SPAN_AT - 1] == '-';
  }

  /** The span that a value names; the empty one when it is not valid. */
  public static Span read(byte[] value) {
    int at = Blanks.start(value, 0, value.length);
    if (!isValid(value, at, Blanks.end(value, at, value.length) - at)) {
      return Span$Empty$.MODULE$;
    }
    Identifier trace = HexId.trace(value, at + TRACE_AT, HexId.TRACE);
    Identifier span = HexId.span(value, at + SPAN_AT, HexId.SPAN);
    if (trace.isEmpty() || span.isEmpty()) {
      return Span$Empty$.MODULE$;
    }
    boolean sampled = (Character.digit(value[at + FLAGS_AT + 1], 16) & SAMPLED) != 0;
    SamplingDecision decision =
        sampled
            ? Trace$SamplingDecision$Sample$.MODULE$
            : Trace$SamplingDecision$DoNotSample$.MODULE$;
    return new Span.Remote(span, Identifier.Empty(), Trace$.MODULE$.create(trace, decision));
  }

  /** Whether a value has these ids, valid or not. */
  public static boolean has(byte[] value, Span span) {
    return value != null
        && value.length >= FLAGS_AT
        && isAt(value, TRACE_AT, HexId.TRACE, span.trace().id())
        && isAt(value, SPAN_AT, HexId.SPAN, span.id());
  }

  private static boolean isAt(byte[] value, int at, int chars, Identifier id) {
    String wanted = id.string();
    if (wanted.length() != chars) {
      return false;
    }
    for (int i = 0; i < chars; i++) {
      if (value[at + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValid(byte[] value, int at, int length) {
    if (length < LENGTH || !HexId.areHex(value, at, 2)) {
      return false;
    }
    boolean first = value[at] == '0' && value[at + 1] == '0';
    boolean forbidden = value[at] == 'f' && value[at + 1] == 'f';
    // Later versions may go on after one more dash, and are otherwise read as the first.
    boolean ends = length == LENGTH || (!first && value[at + LENGTH] == '-');
    return !forbidden
        && ends
        && value[at + TRACE_AT - 1] == '-'
        && value[at + SPAN_AT - 1] == '-'
        && value[at + FLAGS_AT - 1] == '-'
        && HexId.areHex(value, at + FLAGS_AT, 2);
  }

  /** A value for a span that is not empty; null when its ids are not hex of the right length. */
  public static byte[] write(Span span) {
    byte[] value = new byte[LENGTH];
    value[0] = '0';
    value[1] = '0';
    value[TRACE_AT - 1] = '-';
    value[SPAN_AT - 1] = '-';
    value[FLAGS_AT - 1] = '-';
    value[FLAGS_AT] = '0';
    boolean sampled = span.trace().samplingDecision() == Trace$SamplingDecision$Sample$.MODULE$;
    value[FLAGS_AT + 1] = (byte) (sampled ? '1' : '0');
    boolean written =
        HexId.put(span.trace().id(), value, TRACE_AT, HexId.TRACE)
            && HexId.put(span.id(), value, SPAN_AT, HexId.SPAN);
    return written ? value : null;
  }
}
