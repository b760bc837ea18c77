package kamon.instrumentation.kafka.propagation;

/** UTF-8 as Colfer's generated code writes it. */
final class Utf8 {
  private Utf8() {}

  /** Bytes that Colfer writes for a text. Half a surrogate pair becomes one question mark. */
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
        i++; // Colfer takes the next char with it, whatever that is.
        int codePoint = i < length ? Character.toCodePoint(c, text.charAt(i)) : 0;
        bytes += codePoint >= 1 << 16 && codePoint < 1 << 21 ? 4 : 1;
      }
    }
    return bytes;
  }
}
