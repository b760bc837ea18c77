package kamon.instrumentation.kafka.internal.tracing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * The value of tag kafka.key: bytes as text when they are printable UTF-8, else as hex; all other
 * keys by their toString; at most 128 characters and an ellipsis.
 */
final class KeyText {
  static final int MAX_CHARS = 128;
  private static final char ELLIPSIS = '\u2026';
  // A UTF-8 character takes four bytes at most, and three for one Java char: enough to fill the
  // tag.
  private static final int MAX_BYTES = 3 * MAX_CHARS + 4;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private KeyText() {}

  /** Null when there is no key or no way to show it. Never throws, never changes the key. */
  static String of(Object key) {
    if (key == null) {
      return null;
    }
    if (key instanceof String) {
      return cut((String) key, false);
    }
    try {
      if (key instanceof byte[]) {
        return bytes((byte[]) key);
      }
      if (key instanceof ByteBuffer) {
        return bytes(((ByteBuffer) key).duplicate());
      }
      if (key instanceof Bytes) {
        return bytes(((Bytes) key).get());
      }
      String text = key.toString();
      return text == null ? null : cut(text, false);
    } catch (Throwable t) {
      // The key is the application's: what its toString throws costs this one tag, nothing else.
      return null;
    }
  }

  private static String bytes(byte[] key) {
    return isShortAscii(key)
        ? new String(key, StandardCharsets.ISO_8859_1)
        : bytes(ByteBuffer.wrap(key));
  }

  /** Most keys are, and need neither buffers nor a decoder (SendBenchmark with key BYTES). */
  private static boolean isShortAscii(byte[] key) {
    if (key.length > MAX_CHARS) {
      return false;
    }
    for (byte b : key) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  private static String bytes(ByteBuffer key) {
    int length = key.remaining();
    // Only as much as the tag can show is looked at: a key may be a megabyte.
    boolean whole = length <= MAX_BYTES;
    ByteBuffer head = key.slice();
    head.limit(whole ? length : MAX_BYTES);
    String text = printable(head.duplicate(), whole);
    return text == null ? hex(head, length) : cut(text, !whole);
  }

  private static String printable(ByteBuffer utf8, boolean whole) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(utf8.remaining());
    // A head may end within a character: only the end of a whole key is malformed then.
    if (decoder.decode(utf8, chars, whole).isError()) {
      return null;
    }
    String text = new String(chars.array(), 0, chars.position());
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (Character.isISOControl(character) || !Character.isDefined(character)) {
        return null;
      }
      i += Character.charCount(character);
    }
    return text;
  }

  private static String hex(ByteBuffer bytes, int length) {
    int shown = Math.min(length, (MAX_CHARS - 2) / 2);
    StringBuilder text = new StringBuilder(MAX_CHARS + 1).append("0x");
    append(bytes, shown, text);
    return (shown < length ? text.append(ELLIPSIS) : text).toString();
  }

  /** Two digits for each of the bytes that remain. */
  static String hex(ByteBuffer bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.remaining());
    append(bytes, bytes.remaining(), text);
    return text.toString();
  }

  private static void append(ByteBuffer bytes, int count, StringBuilder text) {
    for (int i = 0; i < count; i++) {
      int value = bytes.get(i);
      text.append(HEX[(value >> 4) & 0xf]).append(HEX[value & 0xf]);
    }
  }

  private static String cut(String text, boolean more) {
    if (text.length() <= MAX_CHARS) {
      return more ? text + ELLIPSIS : text;
    }
    // Half a surrogate pair is no character.
    int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
    return text.substring(0, end) + ELLIPSIS;
  }
}
