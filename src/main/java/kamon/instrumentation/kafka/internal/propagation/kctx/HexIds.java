package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;

/**
 * Identifiers from bytes. For the two factories of Kamon's own the same as theirs, lower-case hex,
 * with less garbage; any other factory, and bytes of another length, are left to it.
 */
final class HexIds {
  static final int MAX_CHARS = 32;

  private static final Identifier.Factory EIGHT_BYTES =
      Identifier$Factory$.MODULE$.EightBytesIdentifier();
  private static final Identifier.Factory SIXTEEN_BYTES =
      Identifier$Factory$.MODULE$.SixteenBytesIdentifier();
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private HexIds() {}

  /**
   * An identifier that keeps the bytes.
   *
   * @param hex space for {@link #MAX_CHARS}, whatever is in it
   */
  static Identifier identifier(Identifier.Factory factory, byte[] bytes, byte[] hex) {
    boolean kamons = factory == EIGHT_BYTES || factory == SIXTEEN_BYTES;
    if (kamons && bytes.length == 0) {
      return Identifier.Empty(); // Kamon's answer too, by way of an exception.
    }
    if (!kamons || bytes.length != (factory == EIGHT_BYTES ? 8 : 16)) {
      return factory.from(bytes);
    }
    int end = 0;
    for (byte b : bytes) {
      hex[end++] = DIGITS[(b >> 4) & 0xf];
      hex[end++] = DIGITS[b & 0xf];
    }
    return new Identifier(new String(hex, 0, end, StandardCharsets.ISO_8859_1), bytes);
  }
}
