package kamon.instrumentation.kafka.jmh.endtoend;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has used: time, processor time and memory. */
record Usage(long nanos, long cpuNanos, long allocatedBytes) {
  static final Usage NOTHING = new Usage(0, 0, 0);

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** What an action uses. */
  static Usage of(Runnable action) {
    Usage start = now();
    action.run();
    return now().plus(start, -1);
  }

  Usage plus(Usage more) {
    return plus(more, 1);
  }

  private Usage plus(Usage more, int times) {
    return new Usage(
        nanos + times * more.nanos,
        cpuNanos + times * more.cpuNanos,
        allocatedBytes + times * more.allocatedBytes);
  }

  private static Usage now() {
    long allocated = 0;
    // Of the threads that live: no thread of ours or Kafka's ends while we measure.
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      allocated += Math.max(0, bytes);
    }
    return new Usage(System.nanoTime(), PROCESS.getProcessCpuTime(), allocated);
  }

  /** Bytes that stay after a full collection. */
  static long retainedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
