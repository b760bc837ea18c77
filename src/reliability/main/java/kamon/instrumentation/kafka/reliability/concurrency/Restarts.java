package kamon.instrumentation.kafka.reliability.concurrency;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.function.LongSupplier;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.Waiting;

/**
 * Stops, starts and configures Kamon anew while records are sent and consumed: every so many
 * records, so that a slow machine does not do nothing else. With each of them all threads read
 * their settings again.
 */
final class Restarts extends Thread {
  private static final int TIMES = 400;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final LongSupplier progress;
  private final long every;
  private final Config[] configs;
  private volatile boolean ended;
  private int restarts;

  /**
   * @param progress how many records were sent and consumed
   * @param expected how many that will be
   */
  Restarts(LongSupplier progress, long expected, Config... configs) {
    super("restarts");
    this.progress = progress;
    this.every = Math.max(1, expected / TIMES);
    this.configs = configs;
  }

  @Override
  public void run() {
    while (!ended) {
      long next = progress.getAsLong() + every;
      try {
        restart(configs[restarts % configs.length], restarts++ % 4 == 0);
      } catch (Throwable t) {
        System.out.println("RESTART " + t);
      }
      if (!Waiting.until(LIMIT, () -> ended || progress.getAsLong() >= next)) {
        System.out.println("RESTART and nothing goes on any more");
        return;
      }
    }
  }

  private static void restart(Config config, boolean stop) {
    Kamon.reconfigure(config);
    if (stop) {
      Kamon.stop();
      Kamon.initWithoutAttaching(config);
    }
  }

  /** How many there were, once it has ended. */
  int end() throws InterruptedException {
    ended = true;
    join();
    return restarts;
  }
}
