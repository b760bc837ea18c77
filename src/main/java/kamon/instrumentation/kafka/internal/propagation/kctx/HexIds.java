package kamon.instrumentation.kafka.internal.propagation.kctx;

import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;

/**
 * Identifiers from bytes. For the two factories of Kamon's own the same as theirs, lower-case hex,
 * with less garbage; any other factory, and bytes of another length, are left to it.
 */
final class HexIds {
  private static final int MAX_OTHER = 64;

  private static final Identifier.Factory EIGHT_BYTES =
      Identifier$Factory$.MODULE$.EightBytesIdentifier();
  private static final Identifier.Factory SIXTEEN_BYTES =
      Identifier$Factory$.MODULE$.SixteenBytesIdentifier();

  private HexIds() {}

  /**
   * Whether an id of a span may have that many bytes: those of the scheme, or none. An
   * application's own scheme may know any, up to what Kamon's span codec can write of three.
   */
  static boolean isId(Identifier.Factory factory, int size) {
    if (size == 0) {
      return true;
    }
    if (factory == EIGHT_BYTES) {
      return size == 8;
    }
    return factory == SIXTEEN_BYTES ? size == 16 : size <= MAX_OTHER;
  }

  /**
   * The same for the id of a trace. Services with Kamon's two schemes in one trace are no attack:
   * Kamon's reader keeps 16 bytes under the scheme of 8, for the services that follow, and takes 8
   * for no id under the scheme of 16.
   */
  static boolean isTraceId(Identifier.Factory factory, int size) {
    return isId(factory, size)
        || (size == 16 && factory == EIGHT_BYTES)
        || (size == 8 && factory == SIXTEEN_BYTES);
  }

  /** An identifier that keeps the bytes. */
  static Identifier identifier(Identifier.Factory factory, byte[] bytes) {
    boolean kamons = factory == EIGHT_BYTES || factory == SIXTEEN_BYTES;
    if (kamons && bytes.length == 0) {
      return Identifier.Empty(); // Kamon's answer too, by way of an exception.
    }
    return kamons && bytes.length == (factory == EIGHT_BYTES ? 8 : 16)
        ? new BytesIdentifier(bytes)
        : factory.from(bytes);
  }
}
