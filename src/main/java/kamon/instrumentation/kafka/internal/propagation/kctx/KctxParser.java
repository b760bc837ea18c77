package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header that is checked to be a context as Kamon's binary propagation writes it: {@link
 * Colfer} messages of the package kamon.context.generated.binary (Context: tags, entries; an entry
 * named "span": ids and sampling decision). Remembers where things are in it.
 */
final class KctxParser {
  private static final int NEGATIVE = 0x80;
  private static final int MAX_LIST = 64 * 1024; // Colfer's own limit
  private static final byte[] SPAN = "span".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private int limit;
  private int at;

  private int tagsEnd;
  private int entries;
  private int spanFrom;
  private int textFrom;
  private int textEnd;

  KctxParser(byte[] bytes) {
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  /** What is wrong with the bytes, or null when they are a context. */
  String problem() {
    return context() ? null : "it is not a Kamon context at byte " + at;
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

  /** Whether there is a span and no other entry. */
  boolean hasSpanOnly() {
    return entries == 1 && spanFrom > 0;
  }

  /** Where the tags end; 0 when there are none. */
  int tagsEnd() {
    return tagsEnd;
  }

  /** Goes back to the span's ids, which are read in order. */
  void toSpan() {
    at = spanFrom;
  }

  /** A field of the span, or an empty array. */
  byte[] id(int field) {
    if (!text(field)) {
      return new byte[0];
    }
    return Arrays.copyOfRange(bytes, textFrom, textEnd);
  }

  /** The number of the sampling decision, 0 when there is none. */
  int sampling() {
    return field(3) ? bytes[at] : 0;
  }

  private boolean context() {
    if (field(0)) {
      if (!tags()) {
        return false;
      }
      tagsEnd = at;
    }
    if (field(1)) {
      entries = size();
      if (!isListSize(entries)) {
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
    return (!field(0) || strings()) && (!field(1) || longs()) && (!field(2) || booleans()) && end();
  }

  private boolean strings() {
    int count = size();
    for (int i = 0; i < count; i++) {
      text(0);
      text(1);
      if (!end()) {
        return false;
      }
    }
    return isListSize(count);
  }

  private boolean longs() {
    int count = size();
    for (int i = 0; i < count; i++) {
      text(0);
      if (!((!field(1) && !field(1 | NEGATIVE)) || number()) || !end()) {
        return false;
      }
    }
    return isListSize(count);
  }

  private boolean booleans() {
    int count = size();
    for (int i = 0; i < count; i++) {
      text(0);
      field(1); // there for true, not for false
      if (!end()) {
        return false;
      }
    }
    return isListSize(count);
  }

  /** Kamon parses the entries it knows; the span is the one it always knows. */
  private boolean entry() {
    text(0);
    boolean isSpan = textIs(SPAN);
    if (text(1) && isSpan) {
      int from = textFrom;
      int outer = limit;
      int next = at;
      at = from;
      limit = textEnd;
      if (!span()) {
        return false;
      }
      spanFrom = from;
      at = next;
      limit = outer;
    }
    return end();
  }

  private boolean span() {
    text(0);
    text(1);
    text(2);
    return (!field(3) || skip(1)) && end();
  }

  /**
   * A text or binary field that may be there. One that runs over the end leaves us at a place where
   * nothing fits, so that the end of the message is not found.
   */
  private boolean text(int field) {
    textFrom = at;
    textEnd = at;
    if (!field(field)) {
      return false;
    }
    int size = size();
    textFrom = at;
    if (!skip(size)) {
      limit = at;
      return false;
    }
    textEnd = at;
    return true;
  }

  private boolean textIs(byte[] expected) {
    if (textEnd - textFrom != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[textFrom + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean field(int number) {
    if (at < limit && bytes[at] == (byte) number) {
      at++;
      return true;
    }
    return false;
  }

  private boolean end() {
    return field(Colfer.END);
  }

  private static boolean isListSize(int count) {
    return count >= 0 && count <= MAX_LIST;
  }

  /** A size or count of one to five bytes, or -1. */
  private int size() {
    int size = 0;
    for (int shift = 0; at < limit; shift += 7) {
      byte b = bytes[at++];
      size |= (b & 0x7f) << shift;
      if (shift == 28 || b >= 0) {
        return size;
      }
    }
    return -1;
  }

  private boolean number() {
    for (int n = 0; at < limit; n++) {
      if (bytes[at++] >= 0 || n == 8) {
        return true;
      }
    }
    return false;
  }

  private boolean skip(int count) {
    if (count < 0 || count > limit - at) {
      return false;
    }
    at += count;
    return true;
  }
}
