package kamon.instrumentation.kafka.internal.propagation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.tag.Lookups;
import kamon.tag.TagSet;

/**
 * A context tag that becomes a metric tag. Kamon keeps a metric for each value for ever, some 38 KB
 * of it, so incoming contexts may have the first so many values and no others. Thread-safe; a value
 * that is known costs one look into a table.
 */
final class MetricTag {
  // By tag, for the life of the JVM, as the metrics are: a reconfigure does not take them away.
  private static final Map<String, Values> KNOWN = new ConcurrentHashMap<>();

  private final Warning tooMany = new Warning();
  private final String name;
  private final TagSet.Lookup<Object> lookup;
  private final Values values;
  private final int max;

  MetricTag(String name, int max) {
    this.name = name;
    this.max = max;
    lookup = Lookups.any(name);
    values = KNOWN.computeIfAbsent(name, any -> new Values());
  }

  /** The context, without this tag when it has one value too many. */
  Context bounded(Context context) {
    Object value = context.tags().get(lookup);
    if (value == null || values.have(value, max)) {
      return context;
    }
    tooMany.log(
        () ->
            "Context tag \""
                + name
                + "\" of a record is left out, and so in metrics: it had "
                + Incoming.SECTION
                + ".max-metric-tag-values = "
                + max
                + " other values before");
    return without(context);
  }

  /** Whether this tag, if it is there, has a value that contexts had before. */
  boolean isKnown(TagSet tags) {
    Object value = tags.get(lookup);
    return value == null || values.known.contains(value);
  }

  private Context without(Context context) {
    Context rest = Context.of(context.tags().without(name));
    scala.collection.Iterator<Context.Entry> entries = context.entries();
    while (entries.hasNext()) {
      Context.Entry entry = entries.next();
      rest = rest.withEntry(Context.key(entry.key(), null), entry.value());
    }
    return rest; // the span is one of the entries
  }

  /** The values that a tag has had. */
  private static final class Values {
    private final Set<Object> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /** Whether a value is known, or becomes so because there is room. */
    private boolean have(Object value, int max) {
      if (known.contains(value)) {
        return true;
      }
      int before = count.get();
      while (before < max) {
        if (count.compareAndSet(before, before + 1)) {
          if (!known.add(value)) {
            count.decrementAndGet(); // another thread had it
          }
          return true;
        }
        before = count.get();
      }
      return known.contains(value); // it may have come meanwhile
    }
  }
}
