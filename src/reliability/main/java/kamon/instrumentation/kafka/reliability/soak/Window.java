package kamon.instrumentation.kafka.reliability.soak;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far producers may be ahead of the consumers of one group. It makes the rate that which the
 * slowest part holds, and lets all of it come to rest.
 */
final class Window {
  private static final int RECORDS = 20_000;
  static final int BATCH = 100;

  private final Semaphore free = new Semaphore(RECORDS, true);
  private final AtomicInteger consumed = new AtomicInteger();

  /** A producer wants to send {@link #BATCH} records. */
  void enter() throws InterruptedException {
    free.acquire(BATCH);
  }

  /** A record was seen for the first time. */
  void left() {
    if (consumed.incrementAndGet() % BATCH == 0) {
      free.release(BATCH);
    }
  }

  /** Waits until all that was sent is consumed, and lets nothing in until it is opened. */
  void drain() throws InterruptedException {
    free.acquire(RECORDS);
  }

  void open() {
    free.release(RECORDS);
  }
}
