package kamon.instrumentation.kafka.jmh.endtoend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.FigureLine;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import org.apache.kafka.clients.admin.Admin;

/**
 * Main class of a measured JVM: warms up, and for each tracing and size sends, polls and processes,
 * and prints figures. Arguments: tool, bootstrap servers, topic, number of records to warm up with,
 * and to measure.
 */
final class MeasuredTraffic {
  // Consuming is fast: once over the records would be a second or less.
  private static final int PASSES = 4;

  private final Traffic traffic;
  private final LongSupplier reported;

  private MeasuredTraffic(Traffic traffic, LongSupplier reported) {
    this.traffic = traffic;
    this.reported = reported;
  }

  public static void main(String[] args) {
    try {
      run(Tool.valueOf(args[0]), args[1], args[2], number(args[3]), number(args[4]));
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // a tool's threads would keep a failed JVM for ever
    }
  }

  private static int number(String argument) {
    return Integer.parseInt(argument);
  }

  private static void run(Tool tool, String servers, String topic, int warmup, int records)
      throws Exception {
    Traffic traffic = new Traffic(tool, servers, topic);
    if (tool.traces()) {
      traffic.tracer().start(Parent.NONE_NEW_TRACE);
    }
    MeasuredTraffic measured = new MeasuredTraffic(traffic, traffic.tracer().discardReports());
    // Long: C2 takes one to four microseconds of processor time for each of the first million
    // records, with every tool and with none, where Kafka takes one. Small records do: it is the
    // same code.
    traffic.send(Tracing.ALL, 100, new long[warmup]);
    measured.consume(1, warmup, traffic::poll);
    measured.consume(1, warmup, traffic::process);
    for (Tracing tracing : Tracing.values()) {
      for (int size : List.of(100, 1024)) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("tool", tool.name());
        figures.put("tracing", tracing.name());
        figures.put("size", size);
        measured.measure(tracing, size, records, figures);
        FigureLine.print(figures);
      }
    }
    // Before the next tool, whose broker would otherwise still be busy with it.
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  private void measure(Tracing tracing, int size, int records, Map<String, Object> figures) {
    long reportedBefore = reported.getAsLong();
    double requestsBefore = traffic.requests();
    long[] latencies = new long[records];
    put("send", records, Usage.of(() -> traffic.send(tracing, size, latencies)), figures);
    figures.put("p99", latencies[(int) (records * 0.99)]);
    figures.put("requests", Math.round((traffic.requests() - requestsBefore) * 1000 / records));
    put("poll", PASSES * records, consume(PASSES, records, traffic::poll), figures);
    put("process", PASSES * records, consume(PASSES, records, traffic::process), figures);
    figures.put("reported", reported.getAsLong() - reportedBefore);
    figures.put("heap", Usage.retainedHeap());
  }

  /** The way back and the broker's first answer are not in it. */
  private Usage consume(int passes, int records, IntConsumer consumer) {
    Usage usage = Usage.NOTHING;
    for (int pass = 0; pass < passes; pass++) {
      traffic.rewind();
      usage = usage.plus(Usage.of(() -> consumer.accept(records)));
    }
    return usage;
  }

  private static void put(String phase, int records, Usage usage, Map<String, Object> figures) {
    figures.put(phase + "Rate", records * 1_000_000_000L / usage.nanos());
    figures.put(phase + "Cpu", usage.cpuNanos() / records);
    figures.put(phase + "Bytes", usage.allocatedBytes() / records);
  }
}
