package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of {@link Colfer} messages, in order. What is not as it should be leaves the
 * cursor at a place where nothing fits, so that the end of the message is not found.
 */
class KctxCursor {
  private static final int NEGATIVE = 0x80;

  private final byte[] bytes;
  private int limit;
  private int at;

  private int textFrom;
  private int textEnd;

  KctxCursor(byte[] bytes) {
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  final byte[] bytes() {
    return bytes;
  }

  final int at() {
    return at;
  }

  final void go(int to) {
    at = to;
  }

  /** Where the message that is being read must have ended. */
  final int limit(int end) {
    int before = limit;
    limit = end;
    return before;
  }

  /** Whether a field is next; goes to its value. */
  final boolean field(int number) {
    if (at < limit && bytes[at] == (byte) number) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether the message ends here. */
  final boolean end() {
    return field(Colfer.END);
  }

  /** A text or binary field that may be there: where it is, and whether it is. */
  final boolean text(int field) {
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

  final int textFrom() {
    return textFrom;
  }

  final int textEnd() {
    return textEnd;
  }

  final int textSize() {
    return textEnd - textFrom;
  }

  /** The size of a text or binary field, 0 when it is not there. */
  final int sizeOf(int field) {
    text(field);
    return textSize();
  }

  /** A text field, empty when it is not there. */
  final String string(int field) {
    return text(field) ? new String(bytes, textFrom, textSize(), StandardCharsets.UTF_8) : "";
  }

  final boolean textIs(byte[] expected) {
    if (textSize() != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[textFrom + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** A size or count of one to five bytes: any number. */
  final int size() {
    int size = 0;
    for (int shift = 0; at < limit; shift += 7) {
      byte b = bytes[at++];
      size |= (b & 0x7f) << shift;
      if (shift == 28 || b >= 0) {
        return size;
      }
    }
    return 0; // cut off, where no end can follow
  }

  /** An int64 field, 0 when it is not there. */
  final long number(int field) {
    boolean positive = field(field);
    if (!positive && !field(field | NEGATIVE)) {
      return 0;
    }
    long number = 0;
    for (int shift = 0; at < limit; shift += 7) {
      byte b = bytes[at++];
      if (shift == 56 || b >= 0) {
        number |= (b & 0xffL) << shift;
        return positive ? number : -number;
      }
      number |= (b & 0x7fL) << shift;
    }
    return 0; // cut off, where no end can follow
  }

  final boolean skip(int count) {
    if (count < 0 || count > limit - at) {
      return false;
    }
    at += count;
    return true;
  }
}
