package kamon.instrumentation.kafka.internal.metrics;

import java.util.concurrent.TimeUnit;

/**
 * The system's clock, which producers and brokers write into records, without looking at it each
 * time: a look takes 25 ns, and who asks has looked at the other clock already. It is at most 2 ms
 * off, and a second late where somebody sets the clock. Thread-safe.
 */
public final class WallClock {
  private static final long SET_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NANOS_IN_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private static final int TRIES = 5;

  private static volatile WallClock last = look();

  private final long nanos;
  private final long millis;

  private WallClock(long nanos, long millis) {
    this.nanos = nanos;
    this.millis = millis;
  }

  /** At both clocks, again when the thread has lost its processor in between. */
  private static WallClock look() {
    WallClock best = null;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && shortest > NANOS_IN_MILLI / 2; i++) {
      long before = System.nanoTime();
      long millis = System.currentTimeMillis();
      long took = System.nanoTime() - before;
      if (took < shortest) {
        shortest = took;
        best = new WallClock(before, millis);
      }
    }
    return best;
  }

  /**
   * What System.currentTimeMillis says now.
   *
   * @param now of System.nanoTime
   */
  public static long millis(long now) {
    WallClock clock = last;
    if (now - clock.nanos > SET_EVERY_NANOS) {
      clock = look();
      last = clock;
    }
    return clock.millis + (now - clock.nanos) / NANOS_IN_MILLI;
  }
}
