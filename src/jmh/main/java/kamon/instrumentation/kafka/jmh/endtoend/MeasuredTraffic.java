package kamon.instrumentation.kafka.jmh.endtoend;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a measured JVM: warms up, and for each size sends, polls and processes, and prints
 * one line of figures. Arguments: tool, tracing, bootstrap servers, topic, number of records to
 * warm up with, and to measure, and record sizes.
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
    int warmup = Integer.parseInt(args[4]);
    int records = Integer.parseInt(args[5]);
    try (Traffic traffic = new Traffic(tool, Tracing.valueOf(args[1]), args[2], args[3])) {
      if (tool.traces()) {
        traffic.tracer().start(Parent.NONE_NEW_TRACE);
      }
      MeasuredTraffic measured =
          new MeasuredTraffic(traffic, traffic.tracer().discardReports(), records);
      measured.warmUp(warmup);
      for (int i = 6; i < args.length; i++) {
        measured.measure(Integer.parseInt(args[i]));
      }
    }
  }

  /** What the start of a line of figures looks like. */
  static String result(int size) {
    return "RESULT size=" + size + " ";
  }

  /**
   * Long: C2 takes one to four microseconds of processor time for each of the first million
   * records, with every tool and with none, where Kafka takes one. Small records do: it is the same
   * code.
   */
  private void warmUp(int warmup) {
    traffic.send(warmup, 100);
    traffic.rewind();
    traffic.poll(warmup);
    traffic.rewind();
    traffic.process(warmup);
  }

  private void measure(int size) {
    StringBuilder figures = new StringBuilder(result(size));
    long reportedBefore = reported.getAsLong();
    double requestsBefore = traffic.requests();
    Usage start = Usage.now();
    long[] latencies = traffic.send(records, size);
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
