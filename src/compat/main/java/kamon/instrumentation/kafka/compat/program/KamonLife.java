package kamon.instrumentation.kafka.compat.program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.instrumentation.kafka.testbed.SpanPrinter;
import kamon.trace.Trace$SamplingDecision$Sample$;
import scala.concurrent.Future;

/** Kamon, from start to stop, in a program whose spans its parent reads. */
public final class KamonLife {
  /** Name of the span that follows all others. */
  public static final String END = "end";

  private static final long PATIENCE_SECONDS = 60;

  private static final CountDownLatch PRINTED = new CountDownLatch(1);

  private KamonLife() {}

  @SuppressWarnings("deprecation") // registerModule is what every Kamon has; addReporter is newer
  public static void begin() {
    Kamon.init();
    Kamon.registerModule("span-printer", new SpanPrinter(KamonLife::printed));
  }

  private static void printed(String name) {
    if (name.equals(END)) {
      PRINTED.countDown();
    }
  }

  /** Of what is asynchronous, the end comes after the call: all that was started is finished. */
  public static void awaitSpans() throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (SpanLifecycle.started() != SpanLifecycle.finished()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            SpanLifecycle.started() + " spans started, finished " + SpanLifecycle.finished());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Prints the spans that are left, and lets the JVM end. */
  public static void end() throws InterruptedException, TimeoutException {
    // Kamon.stop can lose the spans of a tick that is under way. This one is the last.
    Kamon.spanBuilder(END)
        .samplingDecision(Trace$SamplingDecision$Sample$.MODULE$)
        .start()
        .finish();
    if (!PRINTED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("Kamon does not report");
    }
    Future<?> stopped = Kamon.stop();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!stopped.isCompleted()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("Kamon does not stop");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
