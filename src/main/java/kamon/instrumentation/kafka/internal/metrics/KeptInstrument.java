package kamon.instrumentation.kafka.internal.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import kamon.metric.Counter;
import kamon.metric.Distribution;
import kamon.metric.Histogram;
import kamon.metric.Instrument;
import kamon.metric.Timer;

/**
 * One series of a metric of Kamon's. To look it up by its tags takes 35 to 70 ns and some objects
 * for each record, so it is kept. Kamon.stop() and Metric.remove() put another in its place: that
 * is seen within a second, and what the former has recorded since then is moved. Thread-safe.
 *
 * @param <I> the type of its instrument, one of Kamon's
 */
public abstract class KeptInstrument<I> {
  static final long LOOKED_UP_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  @SuppressWarnings("rawtypes") // there are no others for a generic class
  private static final AtomicLongFieldUpdater<KeptInstrument> LOOKED_UP =
      AtomicLongFieldUpdater.newUpdater(KeptInstrument.class, "lookedUp");

  private volatile long lookedUp;
  private volatile boolean known;
  private volatile I instrument;
  private volatile I former; // the next refresh is by another thread

  /**
   * The instrument that Kamon has now; null for none.
   *
   * @param nanos of System.nanoTime, now
   */
  protected abstract I lookUp(long nanos);

  /** The instrument, as it was at most a second ago; null for none. */
  protected final I get(long nanos) {
    if (!known) {
      first(nanos);
    }
    long last = lookedUp;
    if (nanos - last > LOOKED_UP_EVERY_NANOS && LOOKED_UP.compareAndSet(this, last, nanos)) {
      refresh(nanos);
    }
    return instrument;
  }

  private synchronized void first(long nanos) {
    if (!known) {
      instrument = lookUp(nanos);
      lookedUp = nanos;
      known = true;
    }
  }

  /**
   * Nobody keeps this any longer: what was recorded since Kamon put another in its place is moved.
   *
   * @param nanos of System.nanoTime, now
   */
  public final void giveUp(long nanos) {
    if (known) {
      refresh(nanos);
    }
  }

  private synchronized void refresh(long nanos) {
    I fresh = lookUp(nanos);
    if (former != null && former != fresh) {
      move(former, fresh); // of those that had it in hand when it was replaced
    }
    former = null;
    I kept = instrument;
    if (kept != fresh) {
      instrument = fresh;
      move(kept, fresh);
      former = kept;
    }
  }

  private static void move(Object from, Object to) {
    if (from == null || to == null) {
      return;
    }
    Object left = ((Instrument.Snapshotting<?>) from).snapshot(true);
    if (to instanceof Counter) {
      long count = (Long) left;
      if (count > 0) { // Kamon logs a line for 0
        ((Counter) to).increment(count);
      }
      return;
    }
    scala.collection.Iterator<Distribution.Bucket> buckets =
        ((Distribution) left).bucketsIterator();
    while (buckets.hasNext()) {
      Distribution.Bucket bucket = buckets.next();
      if (to instanceof Histogram) {
        ((Histogram) to).record(bucket.value(), bucket.frequency());
      } else {
        for (long i = 0; i < bucket.frequency(); i++) {
          ((Timer) to).record(bucket.value());
        }
      }
    }
  }
}
