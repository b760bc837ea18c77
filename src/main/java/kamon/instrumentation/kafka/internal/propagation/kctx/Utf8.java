package kamon.instrumentation.kafka.internal.propagation.kctx;

/**
 * UTF-8 as Colfer's generated code writes it: where a surrogate pair is broken, it takes the next
 * char with it, whatever that is, and writes one question mark.
 */
final class Utf8 {
  private Utf8() {}

  /** Bytes that a text takes. */
  static int size(String text) {
    int length = text.length();
    int bytes = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else {
        i++;
        bytes += isPair(codePoint(text, i)) ? 4 : 1;
      }
    }
    return bytes;
  }

  /** Writes a text; returns where it ends. */
  static int put(byte[] to, int at, String text) {
    int length = text.length();
    int end = at;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[end++] = (byte) c;
      } else if (c < 0x800) {
        to[end++] = (byte) (0xc0 | (c >> 6));
        to[end++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        to[end++] = (byte) (0xe0 | (c >> 12));
        to[end++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        to[end++] = (byte) (0x80 | (c & 0x3f));
      } else {
        i++;
        end = putPair(to, end, codePoint(text, i));
      }
    }
    return end;
  }

  private static int putPair(byte[] to, int at, int codePoint) {
    if (!isPair(codePoint)) {
      to[at] = '?';
      return at + 1;
    }
    to[at] = (byte) (0xf0 | (codePoint >> 18));
    to[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    to[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    to[at + 3] = (byte) (0x80 | (codePoint & 0x3f));
    return at + 4;
  }

  /** The code point of which the second char is at i; anything else for half a pair. */
  private static int codePoint(String text, int i) {
    return i < text.length() ? Character.toCodePoint(text.charAt(i - 1), text.charAt(i)) : 0;
  }

  private static boolean isPair(int codePoint) {
    return codePoint >= 1 << 16 && codePoint < 1 << 21;
  }
}
