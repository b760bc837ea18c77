package kamon.instrumentation.kafka.compat.listeners;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.tag.Lookups;

/** What listeners have seen, printed for the test that runs this program. */
final class Seen {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch expected;

  Seen(int calls) {
    expected = new CountDownLatch(calls);
  }

  /** A listener was called. */
  void by(String listener, Object value) {
    print("SEEN " + listener + " " + value);
    print("TENANT " + listener + " " + Kamon.currentContext().getTag(Lookups.plain("tenant")));
    expected.countDown();
  }

  void awaitAll() throws InterruptedException {
    if (!expected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(expected.getCount() + " calls have not been seen");
    }
  }

  static void print(String line) {
    synchronized (System.out) {
      System.out.println(line);
    }
  }
}
