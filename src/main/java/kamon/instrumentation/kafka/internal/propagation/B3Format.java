package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.text.B3;
import kamon.instrumentation.kafka.internal.propagation.text.B3Multi;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;

/** The five headers of B3, which carry a span and no tags. */
final class B3Format implements UnguardedFormat {
  private static final int MAX = 64; // an id, and room for blanks

  private final HeaderText traces = new HeaderText("X-B3-TraceId", B3::isId);
  private final HeaderText spans = new HeaderText("X-B3-SpanId", B3::isId);
  private final HeaderText parents = new HeaderText("X-B3-ParentSpanId", B3::isId);
  private final HeaderText sampled = new HeaderText("X-B3-Sampled", B3::isSampling);
  private final HeaderText flags = new HeaderText("X-B3-Flags", B3::isSampling);

  @Override
  public Context read(Headers headers) {
    byte[] trace = traces.last(headers, MAX);
    B3Multi values =
        new B3Multi(
            trace,
            spans.last(headers, MAX),
            parents.last(headers, MAX),
            sampled.last(headers, MAX),
            flags.last(headers, MAX));
    Context context = values.context();
    if (trace != null && context.isEmpty()) {
      traces.unreadable(trace, "with X-B3-SpanId it is not as B3 says");
    }
    return context;
  }

  @Override
  public boolean isIn(Headers headers) {
    return traces.isIn(headers)
        || spans.isIn(headers)
        || parents.isIn(headers)
        || sampled.isIn(headers)
        || flags.isIn(headers);
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    remove(headers);
    if (span.isEmpty()) {
      return 0;
    }
    B3Multi values = B3Multi.of(context, span);
    if (values == null) {
      traces.unwritable(span);
      return 0;
    }
    return traces.add(headers, values.trace())
        + spans.add(headers, values.span())
        + parents.add(headers, values.parent())
        + sampled.add(headers, values.sampled())
        + flags.add(headers, values.flags());
  }

  @Override
  public void remove(Headers headers) {
    traces.remove(headers);
    spans.remove(headers);
    parents.remove(headers);
    sampled.remove(headers);
    flags.remove(headers);
  }
}
