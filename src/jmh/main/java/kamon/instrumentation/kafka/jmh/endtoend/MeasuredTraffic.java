package kamon.instrumentation.kafka.jmh.endtoend;

import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a measured JVM: warms up, sends and consumes, and prints one line of figures.
 * Arguments: tool, tracing, bootstrap servers, topic, record size, number of records.
 */
final class MeasuredTraffic {
  static final String RESULT = "RESULT ";

  private MeasuredTraffic() {}

  public static void main(String[] args) {
    Tool tool = Tool.valueOf(args[0]);
    Tracing tracing = Tracing.valueOf(args[1]);
    int records = Integer.parseInt(args[5]);
    try (Traffic traffic =
        new Traffic(tool, tracing, args[2], args[3], Integer.parseInt(args[4]))) {
      if (tool.traces()) {
        traffic.tracer().start(Parent.NONE_NEW_TRACE);
      }
      LongSupplier reported = traffic.tracer().discardReports();
      traffic.send(records / 4);
      traffic.consume(records / 4);

      Usage beforeSend = Usage.now();
      long reportedBefore = reported.getAsLong();
      long[] latencies = traffic.send(records);
      Usage sending = Usage.now().since(beforeSend);
      long p99 = latencies[(int) (records * 0.99)];

      Usage beforeConsume = Usage.now();
      traffic.consume(records);
      Usage consuming = Usage.now().since(beforeConsume);
      long spans = reported.getAsLong() - reportedBefore;

      System.out.printf(
          RESULT
              + "sendRate=%d sendCpu=%d sendBytes=%d p99=%d consumeRate=%d consumeCpu=%d"
              + " consumeBytes=%d heap=%d reported=%d%n",
          rate(records, sending),
          sending.cpuNanos() / records,
          sending.allocatedBytes() / records,
          p99,
          rate(records, consuming),
          consuming.cpuNanos() / records,
          consuming.allocatedBytes() / records,
          Usage.retainedHeap(),
          spans);
    }
  }

  private static long rate(long records, Usage usage) {
    return records * 1_000_000_000L / usage.nanos();
  }
}
