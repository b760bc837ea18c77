package kamon.instrumentation.kafka.jmh.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.HttpPropagation;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Spans;
import kamon.trace.Span;
import kamon.trace.SpanPropagation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import scala.Option;

/** Our formats in record headers, and Kamon's own codecs of them on the same headers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FormatBenchmark {

  /** Formats of headers, by our names. */
  public enum Name {
    KCTX("kctx"),
    W3C("w3c"),
    B3("b3"),
    B3_SINGLE("b3-single"),
    W3C_AND_KCTX("[w3c, kctx]");

    private final String propagator;

    Name(String propagator) {
      this.propagator = propagator;
    }

    public String label() {
      return propagator;
    }
  }

  @Param("W3C")
  Name format;

  private Context context;
  private Span span;
  private Format ours;
  private Propagation.EntryReader<HttpPropagation.HeaderReader> reader;
  private Propagation.EntryWriter<HttpPropagation.HeaderWriter> writer;
  private Headers written;
  private Headers kamons;

  @Setup
  public void start() {
    Spans.startKamon();
    Kamon.reconfigure(
        ConfigFactory.parseString(
                "kamon.trace.identifier-scheme = double\n"
                    + "kamon.instrumentation.kafka.client.tracing.propagator = "
                    + format.propagator)
            .withFallback(ConfigFactory.load()));
    ours = Formats.of(Settings.current());
    context = Spans.context(Incoming.SAMPLED_CHILD);
    span = context.get(Span.Key());
    if (format == Name.W3C) {
      SpanPropagation.W3CTraceContext codec = new SpanPropagation.W3CTraceContext();
      reader = codec;
      writer = codec;
    } else if (format == Name.B3) {
      SpanPropagation.B3 codec = new SpanPropagation.B3();
      reader = codec;
      writer = codec;
    } else if (format == Name.B3_SINGLE) {
      SpanPropagation.B3Single codec = new SpanPropagation.B3Single();
      reader = codec;
      writer = codec;
    }
    written = oursWrite();
    kamons = writer == null ? null : kamonWrite();
  }

  /** To new headers. */
  @Benchmark
  public Headers oursWrite() {
    Headers headers = new RecordHeaders();
    ours.write(context, span, headers);
    return headers;
  }

  @Benchmark
  public Context oursRead() {
    return ours.read(written);
  }

  /** To new headers. */
  @Benchmark
  public Headers kamonWrite() {
    Headers headers = new RecordHeaders();
    writer.write(
        context, (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  @Benchmark
  public Context kamonRead() {
    return reader.read(new Reader(kamons), Context.Empty());
  }

  @TearDown
  public void prove() {
    String id = span.id().string();
    if (!oursRead().get(Span.Key()).id().string().equals(id)
        || (reader != null && !kamonRead().get(Span.Key()).id().string().equals(id))
        || Arrays.stream(oursWrite().toArray()).mapToInt(h -> h.value().length).sum()
            < id.length()) {
      throw new AssertionError(format + " is not written and read");
    }
  }

  /** As whoever uses Kamon's codecs for Kafka has to write it. */
  private static final class Reader implements HttpPropagation.HeaderReader {
    private final Headers headers;

    private Reader(Headers headers) {
      this.headers = headers;
    }

    @Override
    public Option<String> read(String name) {
      Header header = headers.lastHeader(name);
      return header == null
          ? Option.empty()
          : Option.apply(new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public scala.collection.immutable.Map<String, String> readAll() {
      throw new UnsupportedOperationException();
    }
  }
}
