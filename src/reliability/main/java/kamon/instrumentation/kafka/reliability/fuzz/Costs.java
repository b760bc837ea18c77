package kamon.instrumentation.kafka.reliability.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What one read may cost: memory in a small multiple of the headers, and time that is bounded. The
 * least of some tries counts.
 */
final class Costs {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int RETRIES = 20;

  /**
   * A JVM that has just started, or another process, may take time from one try; what the input
   * takes it takes each time.
   */
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What does not depend on the input; more where a fuzzer looks at each comparison. */
  private static final long MAX_BYTES = Long.getLong("fuzz.bytes", 16 * 1024);

  private static final int BYTES_PER_BYTE = 32;

  /** More of a value than this may be looked at, but nothing may be made of it. */
  private static final int MAX_COUNTED = 16 * 1024;

  private Costs() {}

  /** What is read, at a cost that is bounded. */
  static <T> T bounded(Headers headers, Supplier<T> read) {
    return bounded(MAX_BYTES + BYTES_PER_BYTE * counted(headers), read);
  }

  static <T> T bounded(long maxBytes, Supplier<T> read) {
    long leastBytes = Long.MAX_VALUE;
    long leastNanos = Long.MAX_VALUE;
    for (int i = 0; i < RETRIES; i++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = System.nanoTime();
      T result = read.get();
      leastNanos = Math.min(leastNanos, System.nanoTime() - nanos);
      leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
      if (leastBytes <= maxBytes && leastNanos <= MAX_NANOS) {
        return result;
      }
    }
    throw new AssertionError(
        "It allocates "
            + leastBytes
            + " bytes, of which "
            + maxBytes
            + " are allowed, and takes "
            + leastNanos
            + " ns");
  }

  private static long counted(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      int size = header.value() == null ? 0 : header.value().length;
      bytes += header.key().length() + Math.min(size, MAX_COUNTED);
    }
    return bytes;
  }
}
