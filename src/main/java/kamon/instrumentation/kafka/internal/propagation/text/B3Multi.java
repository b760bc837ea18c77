package kamon.instrumentation.kafka.internal.propagation.text;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.text.B3.State;
import kamon.trace.Identifier;
import kamon.trace.Span;

/** The values of the five headers of B3, of which null ones are not there. Immutable. */
public final class B3Multi {
  private final byte[] trace;
  private final byte[] span;
  private final byte[] parent;
  private final byte[] sampled;
  private final byte[] flags;

  public B3Multi(byte[] trace, byte[] span, byte[] parent, byte[] sampled, byte[] flags) {
    this.trace = trace;
    this.span = span;
    this.parent = parent;
    this.sampled = sampled;
    this.flags = flags;
  }

  /** The values for a span that is not empty; null when its ids are not hex of the right length. */
  public static B3Multi of(Context context, Span span) {
    byte[] traceId = B3.traceDigits(span.trace().id());
    byte[] spanId = B3.spanDigits(span.id());
    if (traceId == null || spanId == null) {
      return null;
    }
    State state = B3.state(context, span);
    return new B3Multi(
        traceId,
        spanId,
        span.parentId().isEmpty() ? null : B3.spanDigits(span.parentId()),
        state == State.ACCEPT || state == State.DENY ? state.text() : null,
        state == State.DEBUG ? State.ACCEPT.text() : null); // debugging says that it is sampled
  }

  /** The context that the values stand for; the empty one when they are not valid. */
  public Context context() {
    Identifier parentId = parent == null ? Identifier.Empty() : B3.span(parent);
    return B3.context(
        trace == null ? Identifier.Empty() : B3.trace(trace),
        span == null ? Identifier.Empty() : B3.span(span),
        parentId,
        state());
  }

  private State state() {
    if (flags != null && B3.state(flags) == State.ACCEPT) {
      return State.DEBUG;
    }
    return sampled == null ? State.ABSENT : B3.state(sampled);
  }

  public byte[] trace() {
    return trace;
  }

  public byte[] span() {
    return span;
  }

  public byte[] parent() {
    return parent;
  }

  public byte[] sampled() {
    return sampled;
  }

  public byte[] flags() {
    return flags;
  }
}
