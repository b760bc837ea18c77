package kamon.instrumentation.kafka.internal.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind of trouble, logged at most once a minute: records arrive by the million, and so can bad
 * ones. A line says how many of its kind were left out since the one before. Thread-safe, never
 * throws.
 */
public final class Warning {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Set<Thread> LOGGING = ConcurrentHashMap.newKeySet();

  private final LongSupplier nanoClock;
  private final AtomicLong quietUntil;
  private final AtomicLong leftOut = new AtomicLong();

  public Warning() {
    this(System::nanoTime);
  }

  Warning(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.quietUntil = new AtomicLong(nanoClock.getAsLong());
  }

  /**
   * Logs the message at WARN, unless one of this kind was logged less than a minute ago. The
   * message is built only when it is logged.
   */
  public void log(Supplier<String> message) {
    log(message, null);
  }

  private void log(Supplier<String> message, Throwable failure) {
    long now = nanoClock.getAsLong();
    // Before the decision: what another thread leaves out after it belongs to the next line.
    long before = leftOut.get();
    long quiet = quietUntil.get();
    if (now - quiet < 0 || !quietUntil.compareAndSet(quiet, now + PAUSE_NANOS)) {
      leftOut.incrementAndGet();
      return;
    }
    leftOut.addAndGet(-before);
    try {
      logging(() -> write(message.get(), before, failure));
    } catch (Throwable t) {
      // A log backend or a toString that fails must not reach the application, and there is no
      // better place to report it than the log that just failed.
      leftOut.addAndGet(before + 1);
    }
  }

  /** The trace with its line, and no oftener: at DEBUG, too, records come by the million. */
  private static void write(String message, long before, Throwable failure) {
    String line = OneLine.of(message);
    LOG.warn(before == 0 ? line : line + " (" + before + " more like this since the last line)");
    if (failure != null && LOG.isDebugEnabled()) {
      LOG.debug(line, OneLine.of(failure));
    }
  }

  /** What somebody else has chosen, as a line of the log may have it. */
  public static String oneLine(Object text) {
    return OneLine.of(String.valueOf(text));
  }

  /** Whether this thread is in the middle of logging a line of ours: an appender may send it on. */
  public static boolean isBeingLogged() {
    return !LOGGING.isEmpty() && LOGGING.contains(Thread.currentThread());
  }

  /**
   * The same for a failure of our own: one line with its type and message, and the trace at DEBUG.
   */
  public void log(String doing, Throwable failure) {
    keepInterrupt(failure);
    log(() -> doing + ": " + failure, failure);
  }

  /**
   * A part of the application's, such as a propagator, was interrupted while it waited, and has
   * thrown that, which Scala and Kotlin allow without a word of it. Where that ends with us, the
   * application must still see that its thread was interrupted.
   */
  public static void keepInterrupt(Throwable caught) {
    if (caught instanceof InterruptedException
        || (caught != null && caught.getCause() instanceof InterruptedException)) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs what logs by itself, as the logging of a line of ours: what an appender sends because of
   * it is not traced.
   */
  public static void logging(Runnable action) {
    Thread thread = Thread.currentThread();
    boolean outer = LOGGING.add(thread);
    try {
      action.run();
    } finally {
      if (outer) {
        LOGGING.remove(thread);
      }
    }
  }
}
