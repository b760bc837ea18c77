package kamon.instrumentation.kafka.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps the spans that Kamon reports in this JVM, in the order in which they finished, until a test
 * takes them.
 *
 * <p>Register it with {@code Kamon.addReporter(name, collector)} (2.3 and later; before, {@code
 * registerModule}). Kamon hands out finished spans every {@code kamon.trace.tick-interval}, in
 * whole milliseconds without further rounding (ModuleRegistry.scheduleSpansTicker): 1 ms is the
 * smallest value that works. The default sampler drops spans, so tests set {@code
 * kamon.trace.sampler = always}; what Kamon drops never comes here. {@code Kamon.stop()} reports
 * what is left, to the first reporter only.
 */
public final class SpanCollector extends SpanListener {

  private final List<ReportedSpan> spans = new ArrayList<>();

  @Override
  synchronized void onSpan(ReportedSpan span) {
    spans.add(span);
    notifyAll();
  }

  /** Takes the oldest span. */
  public ReportedSpan next(Duration atMost) {
    return await(1, atMost).get(0);
  }

  /**
   * Takes the n oldest spans.
   *
   * @throws AssertionError if fewer have come in time; those are left here
   */
  public synchronized List<ReportedSpan> await(int n, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (spans.size() < n) {
      waitForMore(deadline, atMost, n + " spans");
    }
    List<ReportedSpan> oldest = spans.subList(0, n);
    List<ReportedSpan> taken = List.copyOf(oldest);
    oldest.clear();
    return taken;
  }

  /**
   * Takes the oldest span that matches and leaves all others here.
   *
   * @throws AssertionError if none has come in time
   */
  public synchronized ReportedSpan awaitSpan(Predicate<ReportedSpan> wanted, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      for (int i = 0; i < spans.size(); i++) {
        if (wanted.test(spans.get(i))) {
          return spans.remove(i);
        }
      }
      waitForMore(deadline, atMost, "a span that matches");
    }
  }

  /** Takes all spans reported so far; those finished during the last tick are yet to come. */
  public synchronized List<ReportedSpan> drain() {
    List<ReportedSpan> all = List.copyOf(spans);
    spans.clear();
    return all;
  }

  /** Forgets all spans reported so far. */
  public synchronized void clear() {
    spans.clear();
  }

  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private synchronized void waitForMore(long deadline, Duration atMost, String what) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new AssertionError("Waited " + atMost + " for " + what + ", but have only: " + spans);
    }
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + what, e);
    }
  }
}
