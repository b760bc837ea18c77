package kamon.instrumentation.kafka.jmh.endtoend;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import kamon.instrumentation.kafka.jmh.FigureLine;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import org.apache.kafka.clients.admin.Admin;

/**
 * Main class of a measured JVM: warms up, and for each size sends, polls and processes, and prints
 * figures. Arguments: tool, tracing, bootstrap servers, topic, number of records to warm up with,
 * and to measure.
 */
final class MeasuredTraffic {
  // Consuming is fast: once over the records would be a second or less.
  private static final int PASSES = 4;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Map<String, Object> figures = new HashMap<>();

  private MeasuredTraffic() {}

  public static void main(String[] args) {
    try {
      Tool tool = Tool.valueOf(args[0]);
      Tracing tracing = Tracing.valueOf(args[1]);
      Traffic traffic = new Traffic(tool, args[2], args[3]);
      run(tool, tracing, traffic, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
      // Before the next tool, whose broker would otherwise still be busy with it.
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[2]))) {
        admin.deleteTopics(List.of(args[3])).all().get();
      }
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // a tool's threads would keep a failed JVM for ever
    }
  }

  private static void run(Tool tool, Tracing tracing, Traffic traffic, int warmup, int records) {
    if (tool.traces()) {
      traffic.tracer().start(Parent.NONE_NEW_TRACE);
    }
    LongSupplier reported = traffic.tracer().discardReports();
    // Long: C2 takes one to four microseconds of processor time for each of the first million
    // records, with every tool and with none, where Kafka takes one. Small records do: it is the
    // same code.
    new MeasuredTraffic().measure(traffic, tracing, 100, warmup, 1);
    for (int size : List.of(100, 1024)) {
      MeasuredTraffic measured = new MeasuredTraffic();
      long before = reported.getAsLong();
      measured.measure(traffic, tracing, size, records, PASSES);
      measured.figures.put("reported", reported.getAsLong() - before);
      System.gc();
      System.gc();
      measured.figures.put(
          "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      measured.figures.putAll(Map.of("tool", tool.name(), "tracing", tracing.name(), "size", size));
      FigureLine.print(measured.figures);
    }
  }

  private void measure(Traffic traffic, Tracing tracing, int size, int records, int passes) {
    long[] latencies = new long[records];
    double requests = traffic.requests();
    phase("send", 1, records, () -> {}, () -> traffic.send(tracing, size, latencies));
    figures.put("requests", Math.round((traffic.requests() - requests) * 1000 / records));
    figures.put("p99", latencies[(int) (records * 0.99)]);
    // The way back and the broker's first answer are not in it.
    phase("poll", passes, records, traffic::rewind, () -> traffic.poll(records));
    phase("process", passes, records, traffic::rewind, () -> traffic.process(records));
  }

  private void phase(String name, int passes, int records, Runnable before, Runnable action) {
    long[] used = new long[3];
    for (int pass = 0; pass < passes; pass++) {
      before.run();
      addUsed(used, -1);
      action.run();
      addUsed(used, 1);
    }
    long all = (long) passes * records;
    figures.put(name + "Rate", all * 1_000_000_000 / used[0]);
    figures.put(name + "Cpu", used[1] / all);
    figures.put(name + "Bytes", used[2] / all);
  }

  /** Nanoseconds, those of processors, and bytes that this JVM has used so far. */
  private static void addUsed(long[] used, int times) {
    used[0] += times * System.nanoTime();
    used[1] += times * PROCESS.getProcessCpuTime();
    // Of the threads that live: no thread of ours or Kafka's ends while we measure.
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      used[2] += times * Math.max(0, bytes);
    }
  }
}
