package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Headers;

/**
 * Whose context a record gets. The span is that of the context current at send; else of the one
 * captured when the record was built, for its first send; else of the record's own headers, for a
 * record that is forwarded. A current context with a span counts alone; else what the three have in
 * tags and entries is merged, later ones win. Immutable.
 */
final class Sender {
  private final Context context;
  private final Span parent;
  private final Span link;

  private Sender(Context context, Span parent, Span link) {
    this.context = context;
    this.parent = parent;
    this.link = link;
  }

  /**
   * @param captured null when there is none (any more)
   * @param headers of the record
   */
  static Sender of(
      Context current, Context captured, Headers headers, Format format, Policy policy) {
    Span span = current.get(Span.Key());
    if (!span.isEmpty()) {
      return new Sender(current, span, Span$Empty$.MODULE$);
    }
    Context incoming = format.read(headers);
    Context merged = incoming;
    if (captured != null && captured != current) {
      merged = merge(merged, captured);
      span = captured.get(Span.Key());
    }
    merged = merge(merged, current);
    if (!span.isEmpty()) {
      return new Sender(with(merged, span), span, Span$Empty$.MODULE$);
    }
    span = incoming.get(Span.Key());
    return policy.continueTraceOnConsumer()
        ? new Sender(with(merged, span), span, Span$Empty$.MODULE$)
        : new Sender(with(merged, Span$Empty$.MODULE$), Span$Empty$.MODULE$, span);
  }

  private static Context with(Context context, Span span) {
    return context.get(Span.Key()) == span ? context : context.withEntry(Span.Key(), span);
  }

  private static Context merge(Context earlier, Context later) {
    if (isEmpty(later)) {
      return earlier;
    }
    if (isEmpty(earlier)) {
      return later;
    }
    Context merged = earlier;
    scala.collection.Iterator<Context.Entry> entries = later.entries();
    while (entries.hasNext()) {
      Context.Entry entry = entries.next();
      merged = merged.withEntry(Context.key(entry.key(), null), entry.value());
    }
    TagSet tags = later.tags();
    return tags.isEmpty() ? merged : merged.withTags(tags);
  }

  /** Mostly it is the one empty context, and no look into it is needed. */
  static boolean isEmpty(Context context) {
    return context == Context.Empty() || context.isEmpty();
  }

  /** What travels with the record; {@link #parent} is its span. */
  Context context() {
    return context;
  }

  /** The span that is continued; empty when a trace starts. */
  Span parent() {
    return parent;
  }

  /** A span of the headers that is not continued; empty when there is none. */
  Span link() {
    return link;
  }
}
