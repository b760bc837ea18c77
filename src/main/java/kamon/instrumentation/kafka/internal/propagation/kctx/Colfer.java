package kamon.instrumentation.kafka.internal.propagation.kctx;

/**
 * The parts of the Colfer format that Kamon's contexts are made of. Fields are numbered, in order,
 * and left out when empty; a message ends with {@link #END}.
 */
final class Colfer {
  static final int END = 0x7f;

  private Colfer() {}

  /** Bytes of a text or binary field. */
  static int bytes(int size) {
    return size == 0 ? 0 : 1 + varint(size) + size;
  }

  /** Bytes of a text field. */
  static int text(String text) {
    return bytes(Utf8.size(text));
  }

  /** Bytes of the head of a list, without its items. */
  static int list(int count) {
    return count == 0 ? 0 : 1 + varint(count);
  }

  /** Bytes of an int64 field. */
  static int number(long value) {
    if (value == 0) {
      return 0;
    }
    int bytes = 2;
    long rest = Math.abs(value);
    for (int n = 0; n < 8 && (rest & ~0x7fL) != 0; n++) {
      bytes++;
      rest >>>= 7;
    }
    return bytes;
  }

  private static int varint(int value) {
    int bytes = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  static int putText(byte[] to, int at, int field, String text) {
    int size = Utf8.size(text);
    if (size == 0) {
      return at;
    }
    return Utf8.put(to, putHead(to, at, field, size), text);
  }

  static int putBytes(byte[] to, int at, int field, byte[] bytes) {
    if (bytes.length == 0) {
      return at;
    }
    int from = putHead(to, at, field, bytes.length);
    System.arraycopy(bytes, 0, to, from, bytes.length);
    return from + bytes.length;
  }

  static int putNumber(byte[] to, int at, int field, long value) {
    if (value == 0) {
      return at;
    }
    int end = at;
    to[end++] = (byte) (value < 0 ? field | 0x80 : field);
    long rest = Math.abs(value);
    for (int n = 0; n < 8 && (rest & ~0x7fL) != 0; n++) {
      to[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[end++] = (byte) rest;
    return end;
  }

  /** The number of a field and a size or count; nothing for a list without items. */
  static int putHead(byte[] to, int at, int field, int count) {
    if (count == 0) {
      return at;
    }
    int end = at;
    to[end++] = (byte) field;
    int rest = count;
    while (rest > 0x7f) {
      to[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[end++] = (byte) rest;
    return end;
  }
}
