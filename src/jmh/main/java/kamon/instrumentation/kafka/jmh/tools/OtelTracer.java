package kamon.instrumentation.kafka.jmh.tools;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** OpenTelemetry's agent, which this API talks to. */
final class OtelTracer implements Tracer {
  private static final String HEADER = "traceparent";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  @Override
  @SuppressWarnings("MustBeClosedChecker") // current until the thread ends
  public SpanIds start(Parent parent) {
    if (parent == Parent.NONE_NEW_TRACE) {
      return null;
    }
    Scope unused = span(parent == Parent.SAMPLED).makeCurrent();
    return current();
  }

  @Override
  public void within(boolean sampled, Runnable action) {
    Span span = span(sampled);
    Scope scope = span.makeCurrent();
    try {
      action.run();
    } finally {
      scope.close();
      span.end();
    }
  }

  private static Span span(boolean sampled) {
    return sampled
        ? GlobalOpenTelemetry.getTracer("benchmarks").spanBuilder("parent").startSpan()
        : Span.wrap(
            SpanContext.create(
                TRACE_ID, SPAN_ID, TraceFlags.getDefault(), TraceState.getDefault()));
  }

  @Override
  public SpanIds current() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? new SpanIds(span.getTraceId(), span.getSpanId(), span.isSampled())
        : null;
  }

  @Override
  public SpanIds carried(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null) {
      return null;
    }
    String[] parts = new String(header.value(), US_ASCII).split("-", -1);
    boolean sampled = (Integer.parseInt(parts[3], 16) & 1) == 1; // other bits have other meanings
    return new SpanIds(parts[1], parts[2], sampled);
  }

  @Override
  public void carry(Incoming incoming, Headers headers) {
    if (incoming != Incoming.NONE) {
      String flags = incoming == Incoming.UNSAMPLED ? "-00" : "-01";
      headers.add(HEADER, ("00-" + TRACE_ID + "-" + SPAN_ID + flags).getBytes(US_ASCII));
    }
  }

  @Override
  public boolean marks(ConsumerRecords<?, ?> polled) {
    // It makes its spans in the iterator.
    return polled.iterator().getClass().getName().contains("opentelemetry");
  }
}
