package kamon.instrumentation.kafka.reliability.soak;

import java.lang.management.ManagementFactory;

/** What this JVM holds once everything that can go has gone. */
record Jvm(long heapBytes, int threads, int classes) {

  static Jvm collected() {
    // What a first collection only enqueues (references, finalizers), the second takes.
    System.gc();
    System.gc();
    return new Jvm(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  @Override
  public String toString() {
    return heapBytes + " " + threads + " " + classes;
  }
}
