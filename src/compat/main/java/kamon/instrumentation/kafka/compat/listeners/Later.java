package kamon.instrumentation.kafka.compat.listeners;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kamon.Kamon;

/** Work that is done in another thread, and takes a while. */
final class Later {
  static final long MILLIS = 300;

  private static final ScheduledExecutorService THREAD =
      Executors.newSingleThreadScheduledExecutor();

  private Later() {}

  static <T> CompletableFuture<T> supply(Supplier<T> supplier) {
    return CompletableFuture.supplyAsync(supplier, Later::run);
  }

  private static void run(Runnable task) {
    ScheduledFuture<?> unused =
        THREAD.schedule(
            () -> {
              if (Kamon.currentContext().nonEmpty()) {
                Seen.print("LEFT " + Kamon.currentContext() + " at work that comes later");
              }
              task.run();
            },
            MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
