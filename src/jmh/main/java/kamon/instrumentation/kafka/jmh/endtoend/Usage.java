package kamon.instrumentation.kafka.jmh.endtoend;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has used: time, processor time and memory. */
record Usage(long nanos, long cpuNanos, long allocatedBytes) {
  static final Usage NOTHING = new Usage(0, 0, 0);

  /** Since this JVM was started. */
  static Usage now() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long allocated = 0;
    // Of the threads that live: no thread of ours or Kafka's ends while we measure.
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      allocated += Math.max(0, bytes);
    }
    return new Usage(
        System.nanoTime(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        allocated);
  }

  Usage since(Usage start) {
    return new Usage(
        nanos - start.nanos, cpuNanos - start.cpuNanos, allocatedBytes - start.allocatedBytes);
  }

  Usage plus(Usage more) {
    return new Usage(
        nanos + more.nanos, cpuNanos + more.cpuNanos, allocatedBytes + more.allocatedBytes);
  }

  /** Bytes that stay after a full collection. */
  static long retainedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
