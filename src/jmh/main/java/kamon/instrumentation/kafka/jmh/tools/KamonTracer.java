package kamon.instrumentation.kafka.jmh.tools;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.util.function.LongSupplier;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.BinaryPropagation$ByteStreamWriter$;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What our library and Kamon's own module have in common: the Kamon of the application. */
abstract class KamonTracer implements Tracer {
  private static final String HEADER = "kctx";
  private static final String START_TRACE =
      "kamon.instrumentation.kafka.client.tracing.start-trace-on-producer";
  private static final String SAMPLER = "kamon.trace.sampler";

  @Override
  public SpanIds start(Parent parent) {
    if (parent == Parent.NOT_INITIALISED) {
      return null;
    }
    Spans.startKamon();
    // Named in any case: our default and Kamon's differ.
    boolean unsampled = parent == Parent.NONE_NEW_UNSAMPLED;
    boolean startTrace = unsampled || parent == Parent.NONE_NEW_TRACE;
    String sampler = unsampled ? "\n" + SAMPLER + " = never" : "";
    Kamon.reconfigure(
        ConfigFactory.parseString(START_TRACE + " = " + startTrace + sampler)
            .withFallback(Kamon.config()));
    if (parent != Parent.SAMPLED && parent != Parent.UNSAMPLED) {
      return null;
    }
    Span span = Spans.local(parent == Parent.SAMPLED);
    Kamon.storeContext(Context.of(Span.Key(), span));
    return ids(span);
  }

  @Override
  public void within(boolean sampled, Runnable action) {
    Span span = Spans.local(sampled);
    Storage.Scope scope = Kamon.storeContext(Context.of(Span.Key(), span));
    try {
      action.run();
    } finally {
      scope.close();
      span.finish();
    }
  }

  @Override
  public LongSupplier discardReports() {
    return Spans.discardReports();
  }

  @Override
  public SpanIds carried(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null
        ? null
        : ids(
            Kamon.defaultBinaryPropagation()
                .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(header.value()))
                .get(Span.Key()));
  }

  @Override
  public void carry(Incoming incoming, Headers headers) {
    if (incoming == Incoming.NONE) {
      return;
    }
    Context context = Spans.context(incoming);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Kamon.defaultBinaryPropagation()
        .write(context, BinaryPropagation$ByteStreamWriter$.MODULE$.of(bytes));
    headers.add(HEADER, bytes.toByteArray());
  }

  @Override
  public SpanIds current() {
    return ids(Kamon.currentSpan());
  }

  private static SpanIds ids(Span span) {
    return span.isEmpty()
        ? null
        : new SpanIds(
            span.trace().id().string(),
            span.id().string(),
            span.trace().samplingDecision() == Trace$SamplingDecision$Sample$.MODULE$);
  }
}
