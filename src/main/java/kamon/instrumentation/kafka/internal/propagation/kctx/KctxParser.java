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
  private int tags;
  private int tagsEnd;
  private int entries;
  private int entriesFrom;
  private int spanFrom;
  private int traceIdSize;
  private int idSize;
  private int parentIdSize;

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
    return HexIds.isTraceId(scheme.traceIdFactory(), traceIdSize)
        && HexIds.isId(scheme.spanIdFactory(), idSize)
        && HexIds.isId(scheme.spanIdFactory(), parentIdSize);
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
    return (!field(0) || tags(0)) && (!field(1) || tags(1)) && (!field(2) || tags(2)) && end();
  }

  /** A list of tags with texts, numbers or truth values, in that order. */
  private boolean tags(int kind) {
    int count = size();
    tags += count;
    if (!isWithin(count, tags, limits.maxTags(), "tags")) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      text(0);
      if (!tagValue(kind) || !end()) {
        return false;
      }
    }
    return true;
  }

  private boolean tagValue(int kind) {
    switch (kind) {
      case 0:
        text(1);
        return true;
      case 1:
        return number(1);
      default:
        field(1); // there for true, not for false
        return true;
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
    traceIdSize = textSize();
    text(1);
    idSize = textSize();
    text(2);
    parentIdSize = textSize();
    return (!field(3) || skip(1)) && end();
  }
}
