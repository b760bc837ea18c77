package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.util.Arrays;
import java.util.Map;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.tag.Tag;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;

/**
 * How many bytes Kamon's binary propagation writes for a context, known before it is tried: a
 * context over the limit makes Kamon write nothing and log a stack trace.
 */
final class KctxSize {
  // Kamon's span codec has a buffer of this size, and fails beyond it.
  private static final int MAX_SPAN = 256;
  private static final Object[] NO_PAIRS = {};
  private static final int SPAN_NAME = Colfer.text(Span.Key().name());

  // Key, value, key, value: walking through Kamon's tags costs more than keeping what was found.
  private Object[] pairs = NO_PAIRS;
  private int pairsEnd;
  private int strings;
  private int longs;
  private int booleans;
  private int tags;
  private int span;
  private int entryCount;
  private int entries;

  /**
   * @param span in place of the context's own
   * @param upstream the tag with the name of this service as it is written, or an empty array
   */
  KctxSize(Context context, Span span, byte[] upstream, KctxSettings settings) {
    TagSet all = context.tags();
    if (all.nonEmpty()) {
      addTags(all.iterator());
    }
    if (upstream.length > 0) {
      strings++;
      tags += upstream.length;
    }
    if (settings.writesSpanOnly()) {
      addSpan(span);
    } else {
      addEntries(context.withEntry(Span.Key(), span), settings.writers());
    }
  }

  /** Whether Kamon's own span codec can write the span: if not, it logs a stack trace. */
  static boolean fits(Span span) {
    return span.isEmpty() || span(span) <= MAX_SPAN;
  }

  /** Bytes of a span that is not empty, without its place in the list of entries. */
  static int span(Span span) {
    return id(span.trace().id()) + id(span.id()) + id(span.parentId()) + 2 /* sampling */ + 1;
  }

  /** The same of the bytes of a span. */
  static boolean fits(int span) {
    return span <= MAX_SPAN;
  }

  /** Bytes of a span below this one, with an id of eight bytes. */
  static int child(Span parent) {
    return id(parent.trace().id()) + Colfer.bytes(Long.BYTES) + id(parent.id()) + 2 + 1;
  }

  /** Bytes of the entry that is a span of so many. */
  static int spanEntry(int span) {
    return SPAN_NAME + Colfer.bytes(span) + 1;
  }

  private void addTags(scala.collection.Iterator<Tag> all) {
    while (all.hasNext()) {
      Tag tag = all.next(); // the same object each time
      tags += Colfer.text(tag.key()) + 1;
      if (tag instanceof Tag.String) {
        strings++;
        String value = ((Tag.String) tag).value();
        tags += Colfer.text(value);
        keep(tag.key(), value);
      } else if (tag instanceof Tag.Long) {
        longs++;
        long value = ((Tag.Long) tag).value();
        tags += Colfer.number(value);
        keep(tag.key(), value);
      } else {
        booleans++;
        boolean value = ((Tag.Boolean) tag).value();
        tags += value ? 1 : 0;
        keep(tag.key(), value);
      }
    }
  }

  private void keep(String key, Object value) {
    if (pairsEnd == pairs.length) {
      pairs = Arrays.copyOf(pairs, Math.max(8, 2 * pairsEnd));
    }
    pairs[pairsEnd++] = key;
    pairs[pairsEnd++] = value;
  }

  private void addSpan(Span value) {
    if (value.isEmpty()) {
      return;
    }
    span = span(value);
    entryCount++;
    entries += spanEntry(span);
  }

  private void addEntries(
      Context context,
      Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> writers) {
    scala.collection.Iterator<Context.Entry> all = context.entries();
    while (all.hasNext()) {
      String key = all.next().key();
      Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> writer = writers.get(key);
      if (writer != null) {
        entryCount++;
        entries += Colfer.text(key) + Colfer.bytes(KctxBuffer.sizeOf(writer, context)) + 1;
      }
    }
  }

  private static int id(Identifier id) {
    return Colfer.bytes(id.bytes().length);
  }

  /** Keys and values of the tags in turn; values are String, Long or Boolean. */
  Object[] pairs() {
    return pairs;
  }

  /** Where the pairs end. */
  int pairsEnd() {
    return pairsEnd;
  }

  int strings() {
    return strings;
  }

  int longs() {
    return longs;
  }

  int booleans() {
    return booleans;
  }

  /** Bytes of the span, without its place in the list of entries; 0 when there is none. */
  int span() {
    return span;
  }

  /** Whether there is nothing in the context that Kamon sends. */
  boolean isNothing() {
    return strings + longs + booleans + entryCount == 0;
  }

  /** Bytes of the whole context. */
  int total() {
    int inTags = tags + Colfer.list(strings) + Colfer.list(longs) + Colfer.list(booleans);
    return (inTags == 0 ? 0 : 1 + inTags + 1) + entries + Colfer.list(entryCount) + 1;
  }
}
