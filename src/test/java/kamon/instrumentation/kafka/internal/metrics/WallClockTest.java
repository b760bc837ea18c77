package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class WallClockTest {

  @Test
  void it_is_the_systems_clock_within_two_milliseconds() {
    // Longer than it goes without looking.
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
    while (System.nanoTime() < end) {
      long before = System.currentTimeMillis();
      long millis = WallClock.millis(System.nanoTime());
      long after = System.currentTimeMillis();
      assertThat(millis).isBetween(before - 2, after + 2);
    }
  }

  @Test
  void times_from_before_it_last_looked_are_right_too() {
    long nanos = System.nanoTime();
    long millis = WallClock.millis(nanos);
    assertThat(WallClock.millis(nanos - TimeUnit.MILLISECONDS.toNanos(100)))
        .isBetween(millis - 102, millis - 98);
  }
}
