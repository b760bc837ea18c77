package kamon.instrumentation.kafka.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import kamon.instrumentation.kafka.Logs;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("unit")
class WarningTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10); // it wraps around soon
  private final Warning warning = new Warning(nanos::get);
  private final List<Boolean> seen = new ArrayList<>();

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
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
      warning.log(() -> "trouble");
      assertThat(logs.warnings()).hasSize(3).endsWith("trouble");
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

  /** An appender that sends lines through Kafka asks: a line about that send would have no end. */
  @Test
  void thread_knows_that_a_line_is_being_logged_until_it_is() {
    AtomicBoolean elsewhere = new AtomicBoolean(true);
    assertThat(Warning.isBeingLogged()).isFalse();
    warning.log(
        () -> {
          look();
          new Warning(nanos::get)
              .log(
                  () -> {
                    look();
                    return "inner trouble";
                  });
          look();
          CompletableFuture.runAsync(() -> elsewhere.set(Warning.isBeingLogged())).join();
          return "trouble";
        });
    assertThat(elsewhere).isFalse();
    assertThat(Warning.isBeingLogged()).isFalse();
    assertThat(seen).containsExactly(true, true, true);
  }

  @Test
  void trace_of_a_failure_is_there_at_debug_and_harms_nobody() {
    Logger logger = (Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka");
    Level before = logger.getLevel();
    List<Throwable> traces = new ArrayList<>();
    AppenderBase<ILoggingEvent> failing =
        new AppenderBase<>() {
          @Override
          public void doAppend(ILoggingEvent event) {
            if (event.getLevel() == Level.DEBUG) {
              traces.add(((ThrowableProxy) event.getThrowableProxy()).getThrowable());
              throw new IllegalStateException("disk full");
            }
          }

          @Override
          protected void append(ILoggingEvent event) {}
        };
    IllegalStateException failure = new IllegalStateException("closed");
    logger.setLevel(Level.DEBUG);
    logger.addAppender(failing);
    try (Logs logs = new Logs()) {
      warning.log("Could not do it", failure);
      warning.log("Could not do it", failure);
      assertThat(traces).containsExactly(failure);
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
      warning.log(() -> "trouble");
      assertThat(logs.warnings())
          .containsExactly(
              "Could not do it: java.lang.IllegalStateException: closed",
              "trouble (2 more like this since the last line)");
    } finally {
      logger.detachAppender(failing);
      logger.setLevel(before);
    }
  }

  private void look() {
    seen.add(Warning.isBeingLogged()); // a message that throws is swallowed, an assertion too
  }
}
