package kamon.instrumentation.kafka.internal.propagation.text;

import java.util.Arrays;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.text.B3.State;
import kamon.trace.Identifier;
import kamon.trace.Span;

/** The one header b3: {@code trace-span-sampling-parent}, of which the last two may be left out. */
public final class B3Single {
  private B3Single() {}

  /** Whether a value is made like one, valid or not. */
  public static boolean isLike(byte[] value) {
    for (byte b : value) {
      if (b == '-') {
        return true;
      }
    }
    return B3.isSampling(value);
  }

  /** The context that a value stands for; the empty one when it is not valid. */
  public static Context read(byte[] value) {
    int start = Blanks.start(value, 0, value.length);
    int end = Blanks.end(value, start, value.length);
    int dash = dash(value, start, end);
    if (dash == end) {
      return B3.context(
          Identifier.Empty(), Identifier.Empty(), Identifier.Empty(), B3.state(value));
    }
    Identifier trace = HexId.trace(value, start, dash - start);
    int spanAt = dash + 1;
    int spanEnd = dash(value, spanAt, end);
    if (trace.isEmpty() || spanEnd - spanAt != HexId.SPAN) {
      return Context.Empty();
    }
    Identifier span = HexId.span(value, spanAt, HexId.SPAN);
    if (span.isEmpty()) {
      return Context.Empty();
    }
    if (spanEnd == end) {
      return B3.context(trace, span, Identifier.Empty(), State.ABSENT);
    }
    return rest(value, spanEnd + 1, end, trace, span);
  }

  private static Context rest(byte[] value, int at, int end, Identifier trace, Identifier span) {
    int stateEnd = dash(value, at, end);
    if (stateEnd == end && end - at == HexId.SPAN) {
      // Not in the specification: what Kamon writes when nothing is decided.
      return withParent(value, at, trace, span, State.ABSENT);
    }
    State state =
        stateEnd - at == 1 ? B3.state(Arrays.copyOfRange(value, at, at + 1)) : State.ABSENT;
    if (state == State.ABSENT) {
      return Context.Empty();
    }
    if (stateEnd == end) {
      return B3.context(trace, span, Identifier.Empty(), state);
    }
    return end - stateEnd - 1 == HexId.SPAN
        ? withParent(value, stateEnd + 1, trace, span, state)
        : Context.Empty();
  }

  private static Context withParent(
      byte[] value, int at, Identifier trace, Identifier span, State state) {
    Identifier parent = HexId.span(value, at, HexId.SPAN);
    return parent.isEmpty() ? Context.Empty() : B3.context(trace, span, parent, state);
  }

  private static int dash(byte[] value, int from, int to) {
    int at = from;
    while (at < to && value[at] != '-') {
      at++;
    }
    return at;
  }

  /** A value for a span that is not empty; null when its ids are not hex of the right length. */
  public static byte[] write(Context context, Span span) {
    State state = B3.state(context, span);
    boolean stated = state != State.ABSENT;
    boolean parented = stated && !span.parentId().isEmpty(); // never without the one before it
    int traceDigits = HexId.digits(span.trace().id());
    int spanEnd = traceDigits + 1 + HexId.SPAN;
    int stateEnd = spanEnd + (stated ? 2 : 0);
    byte[] value = new byte[stateEnd + (parented ? 1 + HexId.SPAN : 0)];
    Arrays.fill(value, (byte) '-');
    boolean written =
        HexId.put(span.trace().id(), value, 0, traceDigits)
            && HexId.put(span.id(), value, traceDigits + 1, HexId.SPAN)
            && (!parented || HexId.put(span.parentId(), value, stateEnd + 1, HexId.SPAN));
    if (stated) {
      value[spanEnd + 1] = state.digit();
    }
    return written ? value : null;
  }
}
