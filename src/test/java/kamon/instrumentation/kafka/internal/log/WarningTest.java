package kamon.instrumentation.kafka.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kamon.instrumentation.kafka.Logs;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class WarningTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10); // it wraps around soon
  private final Warning warning = new Warning(nanos::get);

  @Test
  void one_line_a_minute_says_how_many_were_left_out() {
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 1000; i++) {
        warning.log(() -> "trouble");
      }
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
      warning.log(() -> "trouble");
      assertThat(logs.warnings()).containsExactly("trouble");
      nanos.addAndGet(1);
      warning.log(() -> "trouble");
      assertThat(logs.warnings())
          .containsExactly("trouble", "trouble (1000 more like this since the last line)");
    }
  }

  /** Often, because it is a matter of instructions: what comes later counts for the next line. */
  @RepeatedTest(300)
  void many_threads_log_one_line() {
    try (Logs logs = new Logs()) {
      CountDownLatch start = new CountDownLatch(1);
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  await(start);
                  warning.log(() -> "trouble");
                }));
      }
      start.countDown();
      threads.forEach(CompletableFuture::join);
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
      warning.log(() -> "trouble");
      assertThat(logs.warnings())
          .containsExactly("trouble", "trouble (3 more like this since the last line)");
    }
  }

  /** Without going to sleep: threads that have to be woken up come one by one. */
  private static void await(CountDownLatch start) {
    while (start.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void message_that_cannot_be_built_harms_nobody() {
    warning.log(
        () -> {
          throw new IllegalStateException("no message");
        });
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    try (Logs logs = new Logs()) {
      warning.log(() -> "trouble");
      assertThat(logs.warnings()).containsExactly("trouble (1 more like this since the last line)");
    }
  }

  @Test
  void failure_is_one_line_with_its_type_and_message() {
    try (Logs logs = new Logs()) {
      warning.log("Could not do it", new IllegalStateException("closed"));
      assertThat(logs.warnings())
          .containsExactly("Could not do it: java.lang.IllegalStateException: closed");
    }
  }
}
