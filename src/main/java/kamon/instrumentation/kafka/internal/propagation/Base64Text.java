package kamon.instrumentation.kafka.internal.propagation;

import java.util.Base64;
import java.util.function.Predicate;

/**
 * What Kafka Connect and Mirror Maker 2 make of a header's bytes unless they are told to leave them
 * alone: their default header converter writes bytes as base64 text, and each further mirror once
 * more.
 */
final class Base64Text {
  private static final int MAX_MIRRORS = 2;

  private Base64Text() {}

  /** Whether a value that should be binary begins as such a text does: a look at one byte. */
  static boolean mayBe(byte[] value) {
    return value != null && value.length > 0 && isDigit(value[0]);
  }

  /**
   * The bytes that a text stands for.
   *
   * @param max how long it may be
   * @return the value itself when it is no such text, or too long
   */
  static byte[] decoded(byte[] value, int max) {
    byte[] decoded = value;
    for (int i = 0; i < MAX_MIRRORS && decoded.length <= max && isText(decoded); i++) {
      decoded = Base64.getDecoder().decode(decoded);
    }
    return decoded;
  }

  /**
   * The text that a text stands for.
   *
   * @param like whether bytes are made like the text that is looked for
   * @return the value itself when there is none such in it
   */
  static byte[] decoded(byte[] value, Predicate<byte[]> like) {
    byte[] decoded = value;
    for (int i = 0; i < MAX_MIRRORS && isText(decoded); i++) {
      decoded = Base64.getDecoder().decode(decoded);
      if (like.test(decoded)) {
        return decoded;
      }
    }
    return value;
  }

  /** The innermost text in a text: ids in hex look like base64 too, but not of any text. */
  static byte[] printable(byte[] value) {
    byte[] text = value;
    for (int i = 0; i < MAX_MIRRORS && isText(text); i++) {
      byte[] decoded = Base64.getDecoder().decode(text);
      if (!isPrintable(decoded)) {
        return text;
      }
      text = decoded;
    }
    return text;
  }

  private static boolean isPrintable(byte[] value) {
    for (byte b : value) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  /** An exception of the decoder for each bad record would cost more than all else. */
  static boolean isText(byte[] value) {
    int end = value.length;
    if (end == 0 || end % 4 != 0) {
      return false;
    }
    for (int padding = 0; padding < 2 && value[end - 1] == '='; padding++) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (!isDigit(value[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }
}
