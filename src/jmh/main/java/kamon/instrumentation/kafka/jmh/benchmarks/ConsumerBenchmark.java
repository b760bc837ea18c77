package kamon.instrumentation.kafka.jmh.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.jmh.standin.StandIn;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Proof;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What an application calls for a polled record; OpenTelemetry's agent has no such calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConsumerBenchmark {

  private static final CompletableFuture<String> DONE = CompletableFuture.completedFuture("done");

  @Param("NONE")
  Tool tool;

  @Param("SAMPLED")
  Incoming incoming;

  private Tracer tracer;
  private ConsumerRecord<String, byte[]> record;

  @Setup
  public void start() {
    tracer = Tracer.of(tool);
    tracer.start(Parent.NONE_NEW_TRACE);
    Consumer<String, byte[]> consumer = StandIn.consumer(Records.polled(1, tracer, incoming));
    record = consumer.poll(Duration.ZERO).iterator().next();
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

  /** Not measured in time: what is left open costs memory too. */
  void enter() {
    KafkaInstrumentation.enter(record).close();
  }

  void async() {
    KafkaInstrumentation.runWithConsumerSpanAsync(record, () -> DONE);
  }

  @TearDown
  public void prove() {
    Proof.processed(
        tool, incoming, tracer.carried(record.headers()), tracer.process(record, tracer::current));
  }
}
