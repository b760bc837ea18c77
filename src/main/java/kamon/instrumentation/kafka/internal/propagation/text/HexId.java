package kamon.instrumentation.kafka.internal.propagation.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kamon.Kamon;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;

/**
 * Identifiers as text headers have them: lower-case hex, 16 digits for spans, 32 (in B3 also 16)
 * for traces. Whatever Kamon's identifier scheme is, all bits go through: under the scheme of 64
 * bits a trace of 128 keeps its 32 digits, and one that was padded with zeros loses them.
 */
final class HexId {
  static final int SPAN = 16;
  static final int TRACE = 32;

  private static final Identifier.Factory EIGHT_BYTES =
      Identifier$Factory$.MODULE$.EightBytesIdentifier();
  private static final Identifier.Factory SIXTEEN_BYTES =
      Identifier$Factory$.MODULE$.SixteenBytesIdentifier();

  private HexId() {}

  /** The trace with that many digits; the empty one when they are none, or all zero. */
  static Identifier trace(byte[] text, int at, int digits) {
    if ((digits != TRACE && digits != SPAN) || !isId(text, at, digits)) {
      return Identifier.Empty();
    }
    Identifier.Factory factory = Kamon.identifierScheme().traceIdFactory();
    if (factory == SIXTEEN_BYTES && digits == SPAN) {
      byte[] padded = new byte[TRACE];
      Arrays.fill(padded, 0, TRACE - SPAN, (byte) '0');
      System.arraycopy(text, at, padded, TRACE - SPAN, SPAN);
      return kamons(padded, 0, TRACE);
    }
    if (factory == EIGHT_BYTES && digits == TRACE && areZeros(text, at, TRACE - SPAN)) {
      return kamons(text, at + TRACE - SPAN, SPAN);
    }
    return factory == EIGHT_BYTES || factory == SIXTEEN_BYTES
        ? kamons(text, at, digits)
        : factory.from(string(text, at, digits)); // a scheme of the application's
  }

  /** The span with that many digits; the empty one when they are none, or all zero. */
  static Identifier span(byte[] text, int at, int digits) {
    if (digits != SPAN || !isId(text, at, digits)) {
      return Identifier.Empty();
    }
    Identifier.Factory factory = Kamon.identifierScheme().spanIdFactory();
    return factory == EIGHT_BYTES
        ? kamons(text, at, digits)
        : factory.from(string(text, at, digits));
  }

  /** The same as the factories of Kamon's own make, without their detour. */
  private static Identifier kamons(byte[] text, int at, int digits) {
    byte[] bytes = new byte[digits / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text[at + 2 * i], 16);
      bytes[i] = (byte) (high << 4 | Character.digit(text[at + 2 * i + 1], 16));
    }
    return new Identifier(string(text, at, digits), bytes);
  }

  private static String string(byte[] text, int at, int digits) {
    return new String(text, at, digits, StandardCharsets.ISO_8859_1);
  }

  /** Whether there is an id that is not all zeros, which both specifications call invalid. */
  private static boolean isId(byte[] text, int at, int digits) {
    return areHex(text, at, digits) && !areZeros(text, at, digits);
  }

  static boolean areHex(byte[] text, int at, int digits) {
    for (int i = at; i < at + digits; i++) {
      byte digit = text[i];
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean areZeros(byte[] text, int at, int digits) {
    for (int i = at; i < at + digits; i++) {
      if (text[i] != '0') {
        return false;
      }
    }
    return true;
  }

  /** How many digits a trace has in B3, which knows two lengths: what was padded is restored. */
  static int digits(Identifier trace) {
    String id = trace.string();
    for (int i = 0; i < id.length() - SPAN; i++) {
      if (id.charAt(i) != '0') {
        return TRACE;
      }
    }
    return SPAN;
  }

  /**
   * Writes an id, with zeros before it where it has fewer digits.
   *
   * @return false when it is no hex of at most that many digits, as a scheme of the application's
   *     may have them
   */
  static boolean put(Identifier id, byte[] to, int at, int digits) {
    String hex = id.string();
    int length = hex.length();
    int extra = Math.max(0, length - digits);
    if (length == 0) {
      return false;
    }
    Arrays.fill(to, at, at + digits, (byte) '0');
    for (int i = 0; i < length; i++) {
      char digit = Character.toLowerCase(hex.charAt(i));
      boolean isHex = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
      if (!isHex || (i < extra && digit != '0')) {
        return false;
      }
      if (i >= extra) {
        to[at + digits - length + i] = (byte) digit;
      }
    }
    return true;
  }
}
