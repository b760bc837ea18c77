package kamon.instrumentation.kafka.jmh.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.jmh.standin.StandIn;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Proof;
import kamon.instrumentation.kafka.jmh.tools.SpanIds;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an application calls for a polled record; OpenTelemetry's agent has no such calls, and makes
 * its spans while the application iterates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConsumerBenchmark {

  private static final byte[] VALUE = new byte[100];
  private static final CompletableFuture<String> DONE = CompletableFuture.completedFuture("done");

  @Param("NONE")
  Tool tool;

  @Param("SAMPLED")
  Incoming incoming;

  private Tracer tracer;
  private ConsumerRecords<String, byte[]> polled;
  private ConsumerRecord<String, byte[]> record;
  private Producer<String, byte[]> standIn;
  private Producer<String, byte[]> producer;

  @Setup
  public void start() {
    tracer = Tracer.of(tool);
    tracer.start(Parent.NONE_NEW_TRACE);
    Consumer<String, byte[]> consumer =
        StandIn.consumer(List.of(Records.polled(1, tracer, incoming)));
    polled = consumer.poll(Duration.ZERO);
    record = polled.iterator().next();
    standIn = StandIn.producer();
    producer = tracer.traced(standIn);
  }

  @Benchmark
  public Object extractContext() {
    return tracer.extract(record);
  }

  @Benchmark
  public Object consumerSpan() {
    return tracer.span(record);
  }

  @Benchmark
  public Object runWithConsumerSpan() {
    return tracer.process(record, record::value);
  }

  /** As a line of a log does that has the ids of the current span. */
  @Benchmark
  public Object look() {
    return forEach(tracer::current);
  }

  @Benchmark
  public Future<RecordMetadata> consumeThenSend() {
    return forEach(() -> producer.send(new ProducerRecord<>("payments", "order-4711", VALUE)));
  }

  private <T> T forEach(Supplier<T> action) {
    T last = null;
    for (ConsumerRecord<String, byte[]> one : polled) {
      last = tracer.process(one, action);
    }
    return last;
  }

  /** Not measured in time: what is left open costs memory too. */
  void enter() {
    KafkaInstrumentation.enter(record).close();
  }

  void async() {
    KafkaInstrumentation.runWithConsumerSpanAsync(record, () -> DONE);
  }

  @TearDown
  public void prove() {
    SpanIds within = forEach(tracer::current);
    Proof.processed(tool, incoming, tracer.carried(record.headers()), within);
    Future<RecordMetadata> acknowledged = consumeThenSend();
    SpanIds sent = tracer.carried(StandIn.lastHeaders(standIn));
    if (!acknowledged.isDone()) {
      throw new AssertionError("Nothing was sent");
    }
    Proof.processed(tool, incoming, tracer.carried(record.headers()), sent);
  }
}
