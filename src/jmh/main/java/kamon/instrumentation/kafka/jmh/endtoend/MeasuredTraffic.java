package kamon.instrumentation.kafka.jmh.endtoend;

import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a measured JVM: warms up, sends, polls and processes, and prints one line of
 * figures. Arguments: tool, tracing, bootstrap servers, topic, record size, number of records to
 * warm up with, and to measure.
 */
final class MeasuredTraffic {
  static final String RESULT = "RESULT ";

  private MeasuredTraffic() {}

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          System.exit(1); // a tool's threads would keep a failed JVM for ever
        });
    Tool tool = Tool.valueOf(args[0]);
    Tracing tracing = Tracing.valueOf(args[1]);
    int warmup = Integer.parseInt(args[5]);
    int records = Integer.parseInt(args[6]);
    try (Traffic traffic =
        new Traffic(tool, tracing, args[2], args[3], Integer.parseInt(args[4]))) {
      if (tool.traces()) {
        traffic.tracer().start(Parent.NONE_NEW_TRACE);
      }
      LongSupplier reported = traffic.tracer().discardReports();
      // Long: with fewer, what is measured is mostly the compiler, and more of it with more code.
      traffic.send(warmup);
      traffic.poll(warmup);
      traffic.rewind();
      traffic.process(warmup);
      StringBuilder figures = new StringBuilder(RESULT);

      long reportedBefore = reported.getAsLong();
      Usage start = Usage.now();
      long[] latencies = traffic.send(records);
      add(figures, "send", records, Usage.now().since(start));

      start = Usage.now();
      traffic.poll(records);
      add(figures, "poll", records, Usage.now().since(start));

      traffic.rewind();
      start = Usage.now();
      traffic.process(records);
      add(figures, "process", records, Usage.now().since(start));

      System.out.printf(
          "%sp99=%d reported=%d heap=%d%n",
          figures,
          latencies[(int) (records * 0.99)],
          reported.getAsLong() - reportedBefore,
          Usage.retainedHeap());
    }
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
