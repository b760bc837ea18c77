package kamon.instrumentation.kafka.jmh.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** OpenTelemetry's W3C Trace Context on record headers, as its Kafka instrumentation uses it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OtelFormatBenchmark {
  private static final String SPAN = "00f067aa0ba902b7";

  private final W3CTraceContextPropagator propagator = W3CTraceContextPropagator.getInstance();
  private final TextMapGetter<Headers> getter = new Getter();
  private Context context;
  private Headers written;

  @Setup
  public void start() {
    SpanContext span =
        SpanContext.create(
            "4bf92f3577b34da6a3ce929d0e0e4736",
            SPAN,
            TraceFlags.getSampled(),
            TraceState.getDefault());
    context = Context.root().with(Span.wrap(span));
    written = otelWrite();
  }

  /** To new headers. */
  @Benchmark
  public Headers otelWrite() {
    Headers headers = new RecordHeaders();
    propagator.inject(
        context,
        headers,
        (carrier, name, value) ->
            carrier.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  @Benchmark
  public Context otelRead() {
    return propagator.extract(Context.root(), written, getter);
  }

  @TearDown
  public void prove() {
    if (!Span.fromContext(otelRead()).getSpanContext().getSpanId().equals(SPAN)) {
      throw new AssertionError("OpenTelemetry does not read what it has written");
    }
  }

  private static final class Getter implements TextMapGetter<Headers> {
    @Override
    @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // but abstract
    public Iterable<String> keys(Headers headers) {
      return Arrays.stream(headers.toArray()).map(Header::key).toList();
    }

    @Override
    public String get(Headers headers, String name) {
      Header header = headers.lastHeader(name);
      return header == null || header.value() == null
          ? null
          : new String(header.value(), StandardCharsets.UTF_8);
    }
  }
}
