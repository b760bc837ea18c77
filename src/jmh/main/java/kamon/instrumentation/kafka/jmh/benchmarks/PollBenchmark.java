package kamon.instrumentation.kafka.jmh.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.jmh.standin.StandIn;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Proof;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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

/** Polls a stand-in that has the records ready, and iterates over what was polled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PollBenchmark {

  @Param("NONE")
  Tool tool;

  @Param("500")
  int records;

  /** Which take turns: with many of them, the processor's caches have none of the records. */
  @Param("1")
  int batches;

  @Param("G1")
  Collector collector;

  private Consumer<String, byte[]> consumer;
  private ConsumerRecords<String, byte[]> polled;
  private Tracer tracer;

  @Setup
  public void start() {
    tracer = Tracer.of(tool);
    tracer.start(Parent.NONE_NEW_TRACE);
    List<ConsumerRecords<String, byte[]>> ready = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      ready.add(Records.polled(records, tracer, Incoming.SAMPLED));
    }
    consumer = tracer.traced(StandIn.consumer(ready));
    polled = consumer.poll(Duration.ZERO);
  }

  @Benchmark
  public ConsumerRecords<String, byte[]> poll() {
    return consumer.poll(Duration.ZERO);
  }

  @Benchmark
  public void iterate(Blackhole sink) {
    for (ConsumerRecord<String, byte[]> record : polled) {
      sink.consume(record);
    }
  }

  @TearDown
  public void prove() {
    if (records > 0) {
      Proof.polled(tool, tracer.marks(polled));
    }
  }
}
