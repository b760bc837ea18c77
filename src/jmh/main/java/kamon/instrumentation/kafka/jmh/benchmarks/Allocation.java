package kamon.instrumentation.kafka.jmh.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Exact bytes that an operation allocates in its thread. For a JVM with the C1 compiler only: there
 * code allocates what it says, where C2 leaves out objects, depending on what it compiled when.
 */
final class Allocation {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final int OPERATIONS = 1000;
  private static final int ROUNDS = 10;

  private Allocation() {}

  /**
   * Prepares an operation and measures it, in a thread of its own.
   *
   * @return bytes of one operation
   */
  static long bytes(Supplier<Runnable> preparation) {
    CompletableFuture<Long> bytes = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                bytes.complete(measure(preparation.get()));
              } catch (Throwable t) {
                bytes.completeExceptionally(t);
              }
            })
        .start();
    try {
      return bytes.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("An operation failed", e.getCause());
    }
  }

  /**
   * The least of several rounds: the first ones warm up, and tables that grow now and then are out.
   */
  private static long measure(Runnable operation) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < OPERATIONS; i++) {
        operation.run();
      }
      least =
          Math.min(least, THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - start);
    }
    return Math.round(least / (double) OPERATIONS);
  }
}
