package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import kamon.trace.Identifier;

/**
 * An identifier as the two factories of Kamon's own make it of bytes, whose text, lower-case hex,
 * is made when somebody asks for it. Of what comes from elsewhere nobody does, unless it is
 * reported or logged. Thread-safe.
 */
final class BytesIdentifier extends Identifier {
  private static final long serialVersionUID = 1;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Null until somebody asks. Threads that ask at once may each make one. */
  private String text;

  /**
   * @param bytes at least one; they are kept
   */
  BytesIdentifier(byte[] bytes) {
    super("", bytes);
  }

  @Override
  public String string() {
    String known = text;
    if (known == null) {
      known = hex(bytes());
      text = known;
    }
    return known;
  }

  private static String hex(byte[] bytes) {
    byte[] hex = new byte[2 * bytes.length];
    int end = 0;
    for (byte b : bytes) {
      hex[end++] = DIGITS[(b >> 4) & 0xf];
      hex[end++] = DIGITS[b & 0xf];
    }
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  /** What goes to another JVM is Kamon's own. */
  private Object writeReplace() {
    return new Identifier(string(), bytes());
  }
}
