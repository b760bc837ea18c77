package kamon.instrumentation.kafka.compat.program;

import java.io.EOFException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.SpanPrinter;
import scala.concurrent.Future;

/**
 * Sends and receives in every way that the kafka-clients on the class path has, and prints what
 * happened and the spans. Arguments: the broker, a name for this run, and the ways. Uses only what
 * is the same in every Kafka and every Kamon, or asks first.
 */
public final class RoundTrips {
  /** Name of the span that follows all others. */
  public static final String END = "end";

  private static final long STOP_SECONDS = 60;

  private RoundTrips() {}

  @SuppressWarnings("deprecation") // registerModule is what every Kamon has; addReporter is newer
  public static void main(String[] args) throws Exception {
    Kamon.init();
    Kamon.registerModule("span-printer", new SpanPrinter());
    try {
      for (String way : Arrays.asList(args).subList(2, args.length)) {
        run(new Trip(args[0], args[1], Way.valueOf(way)));
      }
      // Kamon.stop can lose the spans of a tick that is under way: once the parent has seen this
      // one,
      // which is the last, it has seen all, and says so.
      Kamon.spanBuilder(END).start().finish();
      int said = System.in.read();
      if (said < 0) {
        throw new EOFException("No parent any more");
      }
    } finally {
      await(Kamon.stop());
    }
  }

  private static void run(Trip trip) throws InterruptedException, ExecutionException {
    if (!Clients.have(trip.way())) {
      trip.lacks();
      return;
    }
    switch (trip.way()) {
      case SHARE:
        ShareTrips.acknowledge(trip);
        break;
      case SHARE_LOCK_TIMEOUT:
        ShareTrips.loseLock(trip);
        break;
      case TRANSACTION:
        Transactions.run(trip);
        break;
      default:
        ConsumerTrips.run(trip);
    }
  }

  private static void await(Future<?> stopped) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    while (!stopped.isCompleted()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("Kamon does not stop");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
