package kamon.instrumentation.kafka.jmh.benchmarks;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.BinaryPropagation$ByteStreamWriter$;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Spans;
import kamon.metric.Histogram;
import kamon.metric.Timer;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
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
import org.openjdk.jmh.infra.Blackhole;

/** What Kamon itself costs, without any instrumentation; and our header next to Kamon's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloorBenchmark {

  @Param("SAMPLED")
  Incoming incoming;

  /** What the JVM was started with. */
  @Param("G1")
  Collector collector;

  private Context local;
  private Context remote;
  private Format kctx;
  private Headers carrier;
  private final ProducerRecord<String, byte[]> record =
      new ProducerRecord<>("orders", "order-4711", new byte[100]);
  private byte[] written;
  private Timer processing;
  private Histogram inTopic;
  private Histogram inBuffer;
  private long started;

  @Setup
  public void start() {
    Spans.startKamon();
    boolean sampled = incoming != Incoming.UNSAMPLED;
    processing = Kamon.timer("processing").withoutTags();
    inTopic = Kamon.histogram("in-topic").withoutTags();
    inBuffer = Kamon.histogram("in-buffer").withoutTags();
    started = Kamon.clock().nanos();
    local = Context.of(Span.Key(), Spans.local(sampled));
    remote = Spans.context(incoming);
    kctx = Formats.of(Settings.current());
    written = kamonWrite();
    carrier = new RecordHeaders().add("kctx", written);
  }

  /** A span with the tags of producer.send. */
  @Benchmark
  public Span producerSpan() {
    Span span =
        Kamon.producerSpanBuilder("producer.send", "kafka.producer")
            .context(local)
            .tag("kafka.topic", "orders")
            .tag("kafka.client-id", "benchmark-producer")
            .tag("kafka.key", "order-4711")
            .start();
    span.tag("kafka.partition", 3L);
    span.finish();
    return span;
  }

  /**
   * What a send needs next to its span: a copy of the record, because the record is the caller's; a
   * header of its own, of that size; and a callback that finishes the span.
   */
  @Benchmark
  public ProducerRecord<String, byte[]> carrier(Blackhole sink) {
    ProducerRecord<String, byte[]> copy = Records.copy(record);
    copy.headers().add(new Carried(new byte[written.length]));
    Span span = local.get(Span.Key());
    Callback callback = (metadata, failure) -> span.finish();
    sink.consume(callback);
    return copy;
  }

  /** As little as a header can be. */
  private static final class Carried implements Header {
    private final byte[] value;

    private Carried(byte[] value) {
      this.value = value;
    }

    @Override
    public String key() {
      return "kctx";
    }

    @Override
    public byte[] value() {
      return value;
    }
  }

  /** A span with the tags of consumer.process. */
  @Benchmark
  public Span consumerSpan() {
    Span span =
        Kamon.consumerSpanBuilder("consumer.process", "kafka.consumer")
            .context(remote)
            .tag("kafka.topic", "orders")
            .tag("kafka.partition", 3L)
            .tag("kafka.offset", 4711L)
            .tag("kafka.timestamp", 1_700_000_000_000L)
            .tag("kafka.timestamp-type", "CreateTime")
            .tag("kafka.client-id", "benchmark-consumer")
            .tag("kafka.group-id", "benchmark-group")
            .tag("kafka.poll-time", 1_000_000L)
            .tag("kafka.key", "order-4711")
            .start();
    span.finish();
    return span;
  }

  /** What the metric of a send needs next to {@link #carrier}, without any tracing. */
  @Benchmark
  public long measuredSend() {
    long start = Kamon.clock().nanos();
    long took = Kamon.clock().nanos() - start;
    processing.record(took);
    return took;
  }

  /** The same for a consumed record, with how long it has waited and a context that is current. */
  @Benchmark
  public long measuredConsumption() {
    long start = Kamon.clock().nanos();
    inTopic.record(start - started);
    inBuffer.record(start - started);
    Storage.Scope scope = Kamon.storeContext(local);
    scope.close();
    long took = Kamon.clock().nanos() - start;
    processing.record(took);
    return took;
  }

  @Benchmark
  public byte[] kamonWrite() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    Kamon.defaultBinaryPropagation()
        .write(remote, BinaryPropagation$ByteStreamWriter$.MODULE$.of(bytes));
    return bytes.toByteArray();
  }

  @Benchmark
  public Context kamonRead() {
    return Kamon.defaultBinaryPropagation()
        .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(written));
  }

  /** Includes the record's headers, empty ones, which {@link #headers} shows alone. */
  @Benchmark
  public Headers kctxWrite() {
    Headers headers = new RecordHeaders();
    kctx.write(remote, remote.get(Span.Key()), headers);
    return headers;
  }

  /** Headers with one header, as kctxWrite leaves them. */
  @Benchmark
  public Headers headers() {
    return new RecordHeaders().add("kctx", written);
  }

  @Benchmark
  public Context kctxRead() {
    return kctx.read(carrier);
  }

  @TearDown
  public void prove() {
    byte[] ours = kctxWrite().lastHeader("kctx").value();
    String same = kctxRead().get(Span.Key()).id().string();
    if (!Arrays.equals(ours, kamonWrite())
        || !same.equals(kamonRead().get(Span.Key()).id().string())) {
      throw new AssertionError("kctx is not what Kamon writes and reads");
    }
    if (producerSpan().isEmpty() || consumerSpan().isEmpty()) {
      throw new AssertionError("Kamon hands out empty spans");
    }
  }
}
