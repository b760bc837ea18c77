package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Headers;

/**
 * Whose context a record gets. The span is that of the context current at send; else of the one
 * captured when the record was built, for its first send; else of the record's own headers, for a
 * record that is forwarded. A current context with a span counts alone; else what the three have in
 * tags and entries is merged, later ones win. No object of its own: one less for each record.
 */
final class Sender {
  private Sender() {}

  /**
   * What travels with the record. Its span is the one that is continued; where there is none, a
   * trace starts, if any.
   *
   * @param captured null when there is none (any more)
   * @param headers of the record
   * @param goesOn whether the trace of the headers does
   */
  static Context context(
      Context current, Context captured, Headers headers, Format format, boolean goesOn) {
    if (hasSpan(current)) {
      return current;
    }
    Context incoming = format.read(headers);
    if (!hasSpan(incoming) || goesOn) {
      return merged(incoming, captured, current);
    }
    return merged(Formats.withoutTrace(incoming), captured, current);
  }

  /** The span of the headers, where {@link #context} does not continue it; else the empty one. */
  static Span link(Context context, Headers headers, Format format, boolean goesOn) {
    return goesOn || hasSpan(context) ? Span$Empty$.MODULE$ : format.read(headers).get(Span.Key());
  }

  private static Context merged(Context incoming, Context captured, Context current) {
    Context earlier =
        captured == null || captured == current ? incoming : merged(incoming, captured);
    return merged(earlier, current);
  }

  private static Context merged(Context earlier, Context later) {
    if (isEmpty(later)) {
      return earlier;
    }
    if (isEmpty(earlier)) {
      return later;
    }
    Context merged = earlier.withTags(later.tags());
    scala.collection.Iterator<Context.Entry> entries = later.entries();
    while (entries.hasNext()) {
      Context.Entry entry = entries.next();
      merged = merged.withEntry(Context.key(entry.key(), null), entry.value());
    }
    if (hasSpan(later)) {
      return Formats.withStateOf(later, merged);
    }
    // A context without a span has the empty one as its entry.
    return Formats.withStateOf(earlier, merged.withEntry(Span.Key(), earlier.get(Span.Key())));
  }

  private static boolean hasSpan(Context context) {
    return !context.get(Span.Key()).isEmpty();
  }

  /** Mostly it is the one empty context, and no look into it is needed. */
  static boolean isEmpty(Context context) {
    return context == Context.Empty() || context.isEmpty();
  }
}
