package kamon.instrumentation.kafka.jmh.endtoend;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a measured JVM: warms up, and for each tracing and size sends, polls and processes,
 * and prints one line of figures. Arguments: tool, bootstrap servers, topic, number of records to
 * warm up with, and to measure, and tracings and record sizes, both as lists with commas.
 */
final class MeasuredTraffic {
  // Consuming is fast: once over the records would be a second or less.
  private static final int PASSES = 4;

  private final Traffic traffic;
  private final LongSupplier reported;
  private final int records;

  private MeasuredTraffic(Traffic traffic, LongSupplier reported, int records) {
    this.traffic = traffic;
    this.reported = reported;
    this.records = records;
  }

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          System.exit(1); // a tool's threads would keep a failed JVM for ever
        });
    Tool tool = Tool.valueOf(args[0]);
    int warmup = Integer.parseInt(args[3]);
    int records = Integer.parseInt(args[4]);
    try (Traffic traffic = new Traffic(tool, args[1], args[2])) {
      if (tool.traces()) {
        traffic.tracer().start(Parent.NONE_NEW_TRACE);
      }
      MeasuredTraffic measured =
          new MeasuredTraffic(traffic, traffic.tracer().discardReports(), records);
      measured.warmUp(warmup);
      for (String tracing : args[5].split(",", -1)) {
        for (String size : args[6].split(",", -1)) {
          measured.measure(Tracing.valueOf(tracing), Integer.parseInt(size));
        }
      }
    }
  }

  /** What the start of a line of figures looks like. */
  static String result(Tracing tracing, int size) {
    return "RESULT " + tracing + ", " + size + " bytes: ";
  }

  /**
   * Long: C2 takes one to four microseconds of processor time for each of the first million
   * records, with every tool and with none, where Kafka takes one. Small records do: it is the same
   * code.
   */
  private void warmUp(int warmup) {
    traffic.send(Tracing.ALL, warmup, 100);
    traffic.rewind();
    traffic.poll(warmup);
    traffic.rewind();
    traffic.process(warmup);
  }

  private void measure(Tracing tracing, int size) {
    StringBuilder figures = new StringBuilder(result(tracing, size));
    long reportedBefore = reported.getAsLong();
    double requestsBefore = traffic.requests();
    Usage start = Usage.now();
    long[] latencies = traffic.send(tracing, records, size);
    add(figures, "send", records, Usage.now().since(start));
    double requests = traffic.requests() - requestsBefore;

    add(figures, "poll", PASSES * records, passes(traffic::poll));
    add(figures, "process", PASSES * records, passes(traffic::process));
    System.out.printf(
        "%sp99=%d requests=%d reported=%d heap=%d%n",
        figures,
        latencies[(int) (records * 0.99)],
        Math.round(requests * 1000 / records),
        reported.getAsLong() - reportedBefore,
        Usage.retainedHeap());
  }

  /** The way back and the broker's first answer are not in it. */
  private Usage passes(IntConsumer consume) {
    Usage usage = Usage.NOTHING;
    for (int pass = 0; pass < PASSES; pass++) {
      traffic.rewind();
      Usage start = Usage.now();
      consume.accept(records);
      usage = usage.plus(Usage.now().since(start));
    }
    return usage;
  }

  private static void add(StringBuilder figures, String phase, int records, Usage usage) {
    figures.append(
        String.format(
            "%sRate=%d %sCpu=%d %sBytes=%d ",
            phase,
            records * 1_000_000_000L / usage.nanos(),
            phase,
            usage.cpuNanos() / records,
            phase,
            usage.allocatedBytes() / records));
  }
}
