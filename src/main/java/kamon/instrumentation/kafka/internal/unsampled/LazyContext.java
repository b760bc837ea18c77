package kamon.instrumentation.kafka.internal.unsampled;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.util.UnifiedMap;
import org.apache.kafka.common.header.Header;
import scala.collection.Iterator;

/**
 * A context with the span of a consumed record, of an unsampled trace, that is not made until
 * somebody looks: whoever asks for the span, or makes another context of this one, gets Kamon's own
 * span, with the right start, and so does everybody from then on. Where nobody looks, its end is
 * the time that Kamon would have recorded. Thread-safe.
 */
public abstract class LazyContext extends Context implements UnsampledSpan {
  private static final Warning NOT_MADE = new Warning();
  private static final AtomicReferenceFieldUpdater<LazyContext, Object> STATE =
      AtomicReferenceFieldUpdater.newUpdater(LazyContext.class, Object.class, "state");
  private static final UnifiedMap<String, Object> NO_ENTRIES = new UnifiedMap<>();
  private static final Object ENDED = new Object();

  private final UnsampledSpans spans;

  /** The context that the record came with: that, or the header it can be read from. */
  private final Object source;

  private final long startNanos;

  /** Null at first, a Throwable after a failure, ENDED, or the Context that was made. */
  private volatile Object state;

  /**
   * @param source the context the span is below, or the header with it
   * @param tags of that context
   * @param startNanos of Kamon's clock
   */
  protected LazyContext(UnsampledSpans spans, Object source, TagSet tags, long startNanos) {
    super(NO_ENTRIES, Span$Empty$.MODULE$, tags);
    this.spans = spans;
    this.source = source;
    this.startNanos = startNanos;
  }

  /** Makes the span, with a start in the past. */
  protected abstract Span start(UnsampledSpans from, Context base, Instant at);

  /** The span is made, once and for all: what only that needs can be let go of. */
  protected void letGo() {}

  @Override
  public final Span parent() {
    return source instanceof Context ? ((Context) source).get(Span.Key()) : null;
  }

  @Override
  public final Context context() {
    return this; // its tags
  }

  @Override
  public final long startNanos() {
    return startNanos;
  }

  /** The span has failed. */
  public final void failed(Throwable failure) {
    Object seen = state;
    if (seen instanceof Context) {
      spanOf((Context) seen).fail(failure);
    } else if (seen != ENDED && !STATE.compareAndSet(this, seen, failure)) {
      failed(failure);
    }
  }

  /** The span ends, unless it has. */
  public final void end() {
    Object seen = state;
    if (seen instanceof Context) {
      spanOf((Context) seen).finish();
      return;
    }
    if (seen == ENDED) {
      return;
    }
    Span parent = parent();
    if (parent != null && UnsampledSpans.isKept(parent.trace())) {
      spanOf(made()).finish(); // it is to be reported after all
    } else if (STATE.compareAndSet(this, seen, ENDED)) {
      spans.ended(this, seen != null, Kamon.clock().nanos());
    } else {
      end();
    }
  }

  /** Where no span could be made, the context is the one from before, with a span of others. */
  private Span spanOf(Context made) {
    return made == source ? Span$Empty$.MODULE$ : made.get(Span.Key());
  }

  private Context made() {
    Object seen = state;
    return seen instanceof Context ? (Context) seen : make();
  }

  private synchronized Context make() {
    Object seen = state;
    if (seen instanceof Context) {
      return (Context) seen;
    }
    Context base = base();
    Span span = start(base);
    Context made = span.isEmpty() ? base : base.withEntry(Span.Key(), span);
    while (true) {
      if (seen == ENDED) {
        span.doNotTrackMetrics().finish(); // its time is recorded
      } else if (seen != null) {
        span.fail((Throwable) seen);
      }
      if (STATE.compareAndSet(this, seen, made)) {
        letGo();
        return made;
      }
      seen = state;
    }
  }

  private Context base() {
    return source instanceof Context
        ? (Context) source
        : spans.format().readSingle((Header) source);
  }

  /** Kamon's default hook looks for another in the context that is current, and was so at first. */
  private Span start(Context base) {
    try {
      Storage.Scope scope = Kamon.storeContext(base);
      try {
        return start(spans, base, Kamon.clock().toInstant(startNanos));
      } finally {
        scope.close();
      }
    } catch (Throwable t) {
      NOT_MADE.log("A record is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  @Override
  public <T> T get(Key<T> key) {
    if (key.equals(Span.Key())) {
      return made().get(key);
    }
    return source instanceof Context ? ((Context) source).get(key) : key.emptyValue();
  }

  @Override
  public <T> Context withEntry(Key<T> key, T value) {
    return made().withEntry(key, value);
  }

  @Override
  public <T> Context withoutEntry(Key<T> key) {
    return made().withoutEntry(key);
  }

  @Override
  public Context withTag(String key, String value) {
    return made().withTag(key, value);
  }

  @Override
  public Context withTag(String key, long value) {
    return made().withTag(key, value);
  }

  @Override
  public Context withTag(String key, boolean value) {
    return made().withTag(key, value);
  }

  @Override
  public Context withTags(TagSet tags) {
    return made().withTags(tags);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public boolean nonEmpty() {
    return true;
  }

  @Override
  public Iterator<Entry> entries() {
    return made().entries();
  }

  @Override
  public String toString() {
    return made().toString();
  }
}
