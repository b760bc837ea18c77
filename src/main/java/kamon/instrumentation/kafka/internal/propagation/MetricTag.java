package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.instrumentation.kafka.internal.settings.MetricValues;
import kamon.tag.Lookups;
import kamon.tag.TagSet;

/**
 * A context tag that becomes a metric tag. Kamon keeps a metric for each value for ever, some 38 KB
 * of it, so incoming contexts may have the first so many values and no others; and Kamon's reporter
 * for Prometheus writes a value as it is, so none may break a scrape. Thread-safe; a value that is
 * known costs one look into a table.
 */
final class MetricTag {
  private final Warning tooMany = new Warning();
  private final String name;
  private final TagSet.Lookup<Object> lookup;
  private final MetricValues values;
  private final int max;

  MetricTag(String name, int max) {
    this.name = name;
    this.max = max;
    lookup = Lookups.any(name);
    values = MetricValues.of(name);
  }

  /**
   * The context: without this tag when it has one value too many, and with one that is harmless.
   */
  Context bounded(Context context) {
    Object value = context.tags().get(lookup);
    Object shown = value == null ? null : values.shown(value, max);
    if (value == null || value.equals(shown)) {
      return context;
    }
    if (shown != null) {
      return context.withTag(name, (String) shown); // Only texts are ever shown as others.
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

  /**
   * Whether this tag, if it is there, has a value that contexts had before, and that needs no
   * change.
   */
  boolean isKnown(TagSet tags) {
    Object value = tags.get(lookup);
    return value == null || values.showAsItIs(value);
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
}
