package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.trace.Identifier;

/**
 * One header that is checked, before anything is made of it, to be a context as Kamon's binary
 * propagation writes it and within the limits: messages of the package
 * kamon.context.generated.binary (Context: tags, entries; an entry named "span": ids and sampling
 * decision). Remembers where things are in it.
 */
final class KctxParser extends KctxCursor {
  private static final int MAX_LIST = 64 * 1024; // Colfer's own limit
  private static final byte[] SPAN = "span".getBytes(StandardCharsets.US_ASCII);

  private final Incoming limits;

  private String excess;
  private int tagsEnd;
  private int entries;
  private int entriesFrom;
  private int spanFrom;

  KctxParser(byte[] bytes, Incoming limits) {
    super(bytes);
    this.limits = limits;
  }

  /** What is wrong with the bytes, or null when they are a context. */
  String problem() {
    if (context()) {
      return null;
    }
    return excess == null ? "it is not a Kamon context at byte " + at() : excess;
  }

  /** Length and first bytes, for messages. */
  static String describe(byte[] bytes) {
    if (bytes == null) {
      return "null";
    }
    StringBuilder text = new StringBuilder().append(bytes.length).append(" bytes");
    for (int i = 0; i < Math.min(16, bytes.length); i++) {
      text.append(i == 0 ? ": 0x" : "").append(String.format("%02x", bytes[i]));
    }
    return text.append(bytes.length > 16 ? "\u2026" : "").toString();
  }

  /** Whether there is a span with something in it. */
  boolean hasSpan() {
    return spanFrom > 0;
  }

  /** Whether the ids of the span, if there is one, have a length that the scheme knows. */
  boolean idsFit(Identifier.Scheme scheme) {
    if (!hasSpan()) {
      return true;
    }
    toSpan();
    return HexIds.isTraceId(scheme.traceIdFactory(), sizeOf(0))
        && HexIds.isId(scheme.spanIdFactory(), sizeOf(1))
        && HexIds.isId(scheme.spanIdFactory(), sizeOf(2));
  }

  /** Where the tags end; 0 when there are none. */
  int tagsEnd() {
    return tagsEnd;
  }

  /** Goes to the first field of the tags. */
  void toTags() {
    go(1);
  }

  int entries() {
    return entries;
  }

  /** Goes to the first entry. */
  void toEntries() {
    go(entriesFrom);
  }

  /** Goes to the span's ids, which are read in order. */
  void toSpan() {
    go(spanFrom);
  }

  /** A binary field, or an empty array. */
  byte[] binary(int field) {
    return text(field) ? Arrays.copyOfRange(bytes(), textFrom(), textEnd()) : new byte[0];
  }

  /** The number of the sampling decision, 0 when there is none. */
  int sampling() {
    return field(3) ? bytes()[at()] : 0;
  }

  private boolean context() {
    if (field(0)) {
      if (!tags()) {
        return false;
      }
      tagsEnd = at();
    }
    if (field(1)) {
      entries = size();
      entriesFrom = at();
      if (!isWithin(entries, entries, limits.maxEntries(), "entries")) {
        return false;
      }
      for (int i = 0; i < entries; i++) {
        if (!entry()) {
          return false;
        }
      }
    }
    return end();
  }

  private boolean tags() {
    int count = 0;
    for (int kind = 0; kind < 3 && count >= 0; kind++) {
      count = field(kind) ? tags(kind, count) : count;
    }
    return count >= 0 && end();
  }

  /**
   * A list of tags with texts, numbers or truth values, in that order.
   *
   * @return how many there are so far, or a negative number
   */
  private int tags(int kind, int before) {
    int count = size();
    if (!isWithin(count, before + count, limits.maxTags(), "tags")) {
      return -1;
    }
    for (int i = 0; i < count; i++) {
      text(0);
      tagValue(kind);
      if (!end()) {
        return -1;
      }
    }
    return before + count;
  }

  private void tagValue(int kind) {
    if (kind == 0) {
      text(1);
    } else if (kind == 1) {
      number(1);
    } else {
      field(1); // there for true, not for false
    }
  }

  private boolean isWithin(int count, int all, int max, String what) {
    if (count < 0 || count > MAX_LIST) {
      return false;
    }
    if (all > max) {
      excess = "it has more " + what + " than " + Incoming.SECTION + ".max-" + what + " = " + max;
      return false;
    }
    return true;
  }

  /** Kamon parses the entries it knows; the span is the one it always knows. */
  private boolean entry() {
    text(0);
    boolean isSpan = textIs(SPAN);
    if (text(1) && isSpan && !onlySpan(textFrom(), textEnd())) {
      return false;
    }
    return end();
  }

  private boolean onlySpan(int from, int end) {
    if (spanFrom > 0) {
      excess = "it has more than one span";
      return false;
    }
    int next = at();
    int outer = limit(end);
    go(from);
    if (!span()) {
      return false;
    }
    spanFrom = from;
    go(next);
    limit(outer);
    return true;
  }

  private boolean span() {
    text(0);
    text(1);
    text(2);
    return (!field(3) || skip(1)) && end();
  }
}
