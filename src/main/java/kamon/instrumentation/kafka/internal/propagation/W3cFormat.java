package kamon.instrumentation.kafka.internal.propagation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.text.Baggage;
import kamon.instrumentation.kafka.internal.propagation.text.Pairs;
import kamon.instrumentation.kafka.internal.propagation.text.TraceParent;
import kamon.instrumentation.kafka.internal.propagation.text.TraceState;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** W3C Trace Context and Baggage: the headers traceparent, tracestate and baggage. */
final class W3cFormat implements UnguardedFormat {
  /** Where Kamon's own W3C propagation keeps a tracestate: from HTTP to Kafka and back. */
  private static final Context.Key<String> TRACE_STATE = Context.key("tracestate", "");

  private final HeaderText parents = new HeaderText("traceparent", TraceParent::isLike);
  private final HeaderText states = new HeaderText("tracestate", Pairs::areLike);
  private final HeaderText baggages = new HeaderText("baggage", Pairs::areLike);
  private final Baggage baggage;
  private final int maxSize;

  W3cFormat(Incoming limits) {
    baggage = new Baggage(limits);
    maxSize = limits.maxSize();
  }

  /** A context without what other tracing systems have said of its trace. */
  static Context withoutState(Context context) {
    return context.get(TRACE_STATE).isEmpty() ? context : context.withEntry(TRACE_STATE, "");
  }

  /** A context with what others have said of the trace of another one's span, and of no other. */
  static Context withStateOf(Context owner, Context context) {
    String state = owner.get(TRACE_STATE);
    return context.get(TRACE_STATE).equals(state) ? context : context.withEntry(TRACE_STATE, state);
  }

  @Override
  public Context read(Headers headers) {
    byte[] parent = parents.last(headers, maxSize);
    Context context = parent == null ? Context.Empty() : trace(parent, headers);
    byte[] tags = baggages.last(headers, baggage.maxBytes());
    return tags == null ? context : baggage.read(tags, context);
  }

  @Override
  public boolean hasSpan(Headers headers, Span span) {
    Header parent = headers.lastHeader(parents.name());
    return parent != null && TraceParent.has(parent.value(), span);
  }

  private Context trace(byte[] parent, Headers headers) {
    Span span = TraceParent.read(parent);
    if (span.isEmpty()) {
      parents.unreadable(parent, "it is not as W3C Trace Context says");
      return Context.Empty();
    }
    Context context = Context.of(Span.Key(), span);
    String state = states.isIn(headers) ? state(headers) : "";
    return state.isEmpty() ? context : context.withEntry(TRACE_STATE, state);
  }

  private String state(Headers headers) {
    List<byte[]> values = new ArrayList<>(1);
    int size = 0;
    for (Header header : headers.headers(states.name())) {
      if (header.value() != null && header.value().length > 0) {
        byte[] value = states.value(header, maxSize);
        if (value == null || value.length > maxSize - size) {
          return "";
        }
        size += value.length;
        values.add(value);
      }
    }
    return TraceState.combined(values);
  }

  @Override
  public boolean isIn(Headers headers) {
    return parents.isIn(headers) || states.isIn(headers) || baggages.isIn(headers);
  }

  @Override
  public boolean isSame(Headers one, Headers other) {
    return parents.isSame(one, other) && states.isSame(one, other) && baggages.isSame(one, other);
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    remove(headers);
    int bytes = span.isEmpty() ? 0 : writeTrace(context, span, headers);
    byte[] tags = baggage.write(context);
    return tags == null ? bytes : bytes + baggages.add(headers, tags);
  }

  private int writeTrace(Context context, Span span, Headers headers) {
    byte[] parent = TraceParent.write(span);
    if (parent == null) {
      parents.unwritable(span);
      return 0;
    }
    int bytes = parents.add(headers, parent);
    String state = context.get(TRACE_STATE);
    return state.isEmpty()
        ? bytes
        : bytes + states.add(headers, state.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void remove(Headers headers) {
    parents.remove(headers);
    states.remove(headers);
    baggages.remove(headers);
  }
}
