package kamon.instrumentation.kafka.jmh.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.jmh.standin.StandIn;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Proof;
import kamon.instrumentation.kafka.jmh.tools.SpanIds;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
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

/** Builds a record and sends it to a stand-in that acknowledges at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {

  /** The record's key; the application has the object already. */
  public enum Key {
    NULL,
    STRING,
    BYTES;

    Object value() {
      return switch (this) {
        case NULL -> null;
        case STRING -> "order-4711";
        case BYTES -> "order-4711".getBytes(UTF_8);
      };
    }
  }

  @Param("NONE")
  Tool tool;

  @Param("SAMPLED")
  Parent parent;

  @Param("STRING")
  Key key;

  @Param("0")
  int headers;

  /** What the JVM was started with. */
  @Param("G1")
  Collector collector;

  private Object keyValue;
  private final byte[] value = new byte[100];
  private final List<Header> existing = new ArrayList<>();
  private Tracer tracer;
  private SpanIds current;
  private Producer<Object, byte[]> standIn;
  private Producer<Object, byte[]> producer;

  @Setup
  public void start() {
    tracer = Tracer.of(tool);
    current = tracer.start(parent);
    keyValue = key.value();
    standIn = StandIn.producer();
    producer = tracer.traced(standIn);
    for (int i = 0; i < headers; i++) {
      existing.add(new RecordHeader("header-" + i, new byte[16]));
    }
  }

  @Benchmark
  public Future<RecordMetadata> send() {
    return producer.send(record());
  }

  private ProducerRecord<Object, byte[]> record() {
    return new ProducerRecord<>("orders", null, null, keyValue, value, existing);
  }

  /**
   * The floor of a send with a span: the application makes it, without an agent. On a copy, because
   * an agent has to leave the caller's record as it is.
   */
  @Benchmark
  public Future<RecordMetadata> sendByHand(Blackhole caller) {
    ProducerRecord<Object, byte[]> record = record();
    caller.consume(record);
    ProducerRecord<Object, byte[]> copy = Records.copy(record);
    return tracer.send(producer, copy, null);
  }

  @TearDown
  public void prove() {
    Proof.sent(tracer, tool, parent, current, StandIn.lastHeaders(standIn));
  }
}
