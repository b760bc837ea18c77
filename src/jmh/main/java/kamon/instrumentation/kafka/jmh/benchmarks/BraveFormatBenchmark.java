package kamon.instrumentation.kafka.jmh.benchmarks;

import brave.propagation.B3Propagation;
import brave.propagation.B3Propagation.Format;
import brave.propagation.Propagation;
import brave.propagation.TraceContext;
import brave.propagation.TraceContextOrSamplingFlags;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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

/** Brave's B3 on record headers, as its Kafka instrumentation uses it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BraveFormatBenchmark {

  @Param("B3_SINGLE")
  FormatBenchmark.Name format;

  private final TraceContext span =
      TraceContext.newBuilder()
          .traceIdHigh(0x4bf92f3577b34da6L)
          .traceId(0xa3ce929d0e0e4736L)
          .spanId(0xf067aa0ba902b7L)
          .parentId(0xe457b5a2e4d86bd1L)
          .sampled(true)
          .build();
  private TraceContext.Injector<Headers> injector;
  private TraceContext.Extractor<Headers> extractor;
  private Headers written;

  @Setup
  public void start() {
    boolean five = format == FormatBenchmark.Name.B3;
    Propagation<String> propagation =
        B3Propagation.newFactoryBuilder()
            .injectFormat(five ? Format.MULTI : Format.SINGLE)
            .build()
            .get();
    injector =
        propagation.injector(
            (headers, name, value) -> {
              headers.remove(name);
              headers.add(name, value.getBytes(StandardCharsets.UTF_8));
            });
    extractor = propagation.extractor(BraveFormatBenchmark::get);
    written = braveWrite();
  }

  private static String get(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** To new headers. */
  @Benchmark
  public Headers braveWrite() {
    Headers headers = new RecordHeaders();
    injector.inject(span, headers);
    return headers;
  }

  @Benchmark
  public TraceContextOrSamplingFlags braveRead() {
    return extractor.extract(written);
  }

  @TearDown
  public void prove() {
    if (!braveRead().context().spanIdString().equals(span.spanIdString())) {
      throw new AssertionError("Brave does not read what it has written");
    }
  }
}
