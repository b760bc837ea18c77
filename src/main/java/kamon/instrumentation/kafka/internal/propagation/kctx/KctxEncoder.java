package kamon.instrumentation.kafka.internal.propagation.kctx;

import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$TagKeys$;
import kamon.trace.Trace;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;

/**
 * Writes tags and span of a context exactly as Kamon's binary propagation does, into an array of
 * the right size, without an object for each tag and entry (FloorBenchmark, kctxWrite).
 */
final class KctxEncoder {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] SPAN_HEAD = spanHead();

  private KctxEncoder() {}

  /** The tag with the name of a service as an item of a list of string tags. */
  static byte[] upstream(String service) {
    String key = Span$TagKeys$.MODULE$.UpstreamName();
    byte[] tag = new byte[Colfer.text(key) + Colfer.text(service) + 1];
    putString(tag, 0, key, service);
    return tag;
  }

  /** No tag with the name of a service. */
  static byte[] noUpstream() {
    return NOTHING;
  }

  /** Bytes of a context without tags but that of this service. */
  static int size(Span span, byte[] upstream) {
    return size(span.isEmpty() ? 0 : KctxSize.span(span), upstream);
  }

  /** The same with a span of so many bytes; 0 for none. */
  static int size(int span, byte[] upstream) {
    int tags = upstream.length == 0 ? 0 : 1 + Colfer.list(1) + upstream.length + 1;
    int entries = span == 0 ? 0 : Colfer.list(1) + KctxSize.spanEntry(span);
    return tags + entries + 1;
  }

  /** The same as the other, for a context without tags: most have none, and need no object. */
  static byte[] encode(Span span, byte[] upstream, int size) {
    byte[] to = new byte[size];
    int end = putUpstream(to, upstream);
    if (!span.isEmpty()) {
      end = putSpan(to, end, span, KctxSize.span(span));
    }
    to[end] = Colfer.END;
    return to;
  }

  /**
   * A context without tags whose span, of eight bytes' id, is below another.
   *
   * @param span bytes of the span
   * @param size bytes of all
   */
  static byte[] encodeChild(Span parent, long id, byte[] upstream, int span, int size) {
    byte[] to = new byte[size];
    int end = putSpanHead(to, putUpstream(to, upstream), span);
    end = putId(to, end, 0, parent.trace().id());
    end = Colfer.putHead(to, end, 1, Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      to[end++] = (byte) (id >> shift);
    }
    end = putId(to, end, 2, parent.id());
    to[putSpanEnd(to, end, parent.trace())] = Colfer.END;
    return to;
  }

  private static int putUpstream(byte[] to, byte[] upstream) {
    int end = 0;
    if (upstream.length > 0) {
      to[end++] = 0; // field "tags"
      end = Colfer.putHead(to, end, 0, 1);
      System.arraycopy(upstream, 0, to, end, upstream.length);
      end += upstream.length;
      to[end++] = Colfer.END;
    }
    return end;
  }

  static byte[] encode(Span span, byte[] upstream, KctxSize size) {
    byte[] to = new byte[size.total()];
    int end = 0;
    if (size.strings() + size.longs() + size.booleans() > 0) {
      end = putTags(to, 0, upstream, size);
    }
    if (size.span() > 0) {
      end = putSpan(to, end, span, size.span());
    }
    to[end] = Colfer.END;
    return to;
  }

  private static int putTags(byte[] to, int at, byte[] upstream, KctxSize size) {
    int end = at;
    to[end++] = 0; // field "tags"
    end = Colfer.putHead(to, end, 0, size.strings());
    if (size.pairsEnd() > 0) {
      end = putStrings(to, end, size);
    }
    System.arraycopy(upstream, 0, to, end, upstream.length);
    end += upstream.length;
    if (size.longs() > 0) {
      end = putLongs(to, Colfer.putHead(to, end, 1, size.longs()), size);
    }
    if (size.booleans() > 0) {
      end = putBooleans(to, Colfer.putHead(to, end, 2, size.booleans()), size);
    }
    to[end++] = Colfer.END;
    return end;
  }

  private static int putStrings(byte[] to, int at, KctxSize size) {
    int end = at;
    for (int i = 0; i < size.pairsEnd(); i += 2) {
      Object value = size.pairs()[i + 1];
      if (value instanceof String) {
        end = putString(to, end, (String) size.pairs()[i], (String) value);
      }
    }
    return end;
  }

  private static int putString(byte[] to, int at, String key, String value) {
    int end = Colfer.putText(to, Colfer.putText(to, at, 0, key), 1, value);
    to[end++] = Colfer.END;
    return end;
  }

  private static int putLongs(byte[] to, int at, KctxSize size) {
    int end = at;
    for (int i = 0; i < size.pairsEnd(); i += 2) {
      Object value = size.pairs()[i + 1];
      if (value instanceof Long) {
        end = Colfer.putText(to, end, 0, (String) size.pairs()[i]);
        end = Colfer.putNumber(to, end, 1, (Long) value);
        to[end++] = Colfer.END;
      }
    }
    return end;
  }

  private static int putBooleans(byte[] to, int at, KctxSize size) {
    int end = at;
    for (int i = 0; i < size.pairsEnd(); i += 2) {
      Object value = size.pairs()[i + 1];
      if (value instanceof Boolean) {
        end = Colfer.putText(to, end, 0, (String) size.pairs()[i]);
        if ((Boolean) value) {
          to[end++] = 1; // a boolean field has no value: it is there or not
        }
        to[end++] = Colfer.END;
      }
    }
    return end;
  }

  private static int putSpan(byte[] to, int at, Span span, int size) {
    Trace trace = span.trace();
    int end = putId(to, putSpanHead(to, at, size), 0, trace.id());
    end = putId(to, end, 1, span.id());
    return putSpanEnd(to, putId(to, end, 2, span.parentId()), trace);
  }

  private static int putSpanHead(byte[] to, int at, int size) {
    System.arraycopy(SPAN_HEAD, 0, to, at, SPAN_HEAD.length);
    return Colfer.putHead(to, at + SPAN_HEAD.length, 1, size);
  }

  /** Field "entries", one item, and its name. */
  private static byte[] spanHead() {
    String name = Span.Key().name();
    byte[] head = new byte[Colfer.list(1) + Colfer.text(name)];
    Colfer.putText(head, Colfer.putHead(head, 0, 1, 1), 0, name);
    return head;
  }

  private static int putSpanEnd(byte[] to, int at, Trace trace) {
    int end = at;
    to[end++] = 3;
    to[end++] = sampling(trace.samplingDecision());
    to[end++] = Colfer.END; // of the span
    to[end++] = Colfer.END; // of the entry
    return end;
  }

  private static int putId(byte[] to, int at, int field, Identifier id) {
    return Colfer.putBytes(to, at, field, id.bytes());
  }

  private static byte sampling(Trace.SamplingDecision decision) {
    if (decision == Trace$SamplingDecision$Sample$.MODULE$) {
      return 1;
    }
    return (byte) (decision == Trace$SamplingDecision$DoNotSample$.MODULE$ ? 2 : 3);
  }
}
