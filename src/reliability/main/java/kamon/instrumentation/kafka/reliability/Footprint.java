package kamon.instrumentation.kafka.reliability;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import kamon.Kamon;
import kamon.status.Status;

/**
 * What this JVM holds on to after its garbage was collected.
 *
 * @param heap in bytes
 * @param series those of all of Kamon's metrics
 * @param kept clients that registries of ours know
 */
public record Footprint(long heap, int threads, int classes, int series, int kept) {
  private static final String INTERNAL = "kamon.instrumentation.kafka.internal.";
  private static final long PAUSE_NANOS = 50_000_000;

  /** As it is now. */
  public static Footprint now() {
    // The second collection takes what the first has handed to cleaners and weak references.
    System.gc();
    System.gc();
    return new Footprint(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        countSeries(),
        countKept());
  }

  /** Once no clients are left, and as few threads and series as before; or as it is at the end. */
  public static Footprint settled(Footprint before, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Footprint now = now();
    while (!now.isSettled(before) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      now = now();
    }
    return now;
  }

  private boolean isSettled(Footprint before) {
    return kept <= before.kept && threads <= before.threads && series <= before.series;
  }

  /** Prints all, each on a line that a test reads. */
  public void print(String when) {
    print(when + " heap", heap);
    print(when + " threads", threads);
    print(when + " classes", classes);
    print(when + " series", series);
    print(when + " kept", kept);
  }

  /** Prints a number that a test reads. */
  public static void print(String name, long value) {
    synchronized (System.out) {
      System.out.println("= " + name + " = " + value);
      System.out.flush();
    }
  }

  /** The series of all of Kamon's metrics. */
  public static int countSeries() {
    int count = 0;
    scala.collection.Iterator<Status.Metric> metrics =
        Kamon.status().metricRegistry().metrics().iterator();
    while (metrics.hasNext()) {
      count += metrics.next().instruments().size();
    }
    return count;
  }

  /** Of clients that are read for metrics, and of those that were there before the agent. */
  private static int countKept() {
    return ((Collection<?>) field("metrics.Watch", "CLIENTS")).size()
        + ((Map<?, ?>) field("weave.Clients", "LATE")).size();
  }

  private static Object field(String type, String name) {
    try {
      Field field = Class.forName(INTERNAL + type).getDeclaredField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
