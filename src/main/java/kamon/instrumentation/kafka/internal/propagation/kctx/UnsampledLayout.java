package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import kamon.Kamon;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;

/**
 * The bytes that Kamon writes, after the tags, for a context whose one entry is an unsampled span
 * with ids of its own schemes. Whatever else is left to {@link KctxParser}.
 */
final class UnsampledLayout {
  /** Field "entries", one of them, of name "span", and the field for its value. */
  private static final byte[] ENTRY = "\1\1\0\4span\1".getBytes(StandardCharsets.US_ASCII);

  private static final int ID = 8;

  /** The sampling decision "do not sample", and the ends of span, entry and context. */
  private static final byte[] REST = {3, 2, Colfer.END, Colfer.END, Colfer.END};

  private UnsampledLayout() {}

  static boolean is(byte[] bytes, int from) {
    int span = from + ENTRY.length + 1; // after its size
    if (!has(bytes, from, ENTRY) || span + 2 > bytes.length) {
      return false;
    }
    int trace = bytes[span + 1];
    int id = span + 2 + trace;
    int parent = id + 2 + ID;
    int rest = bytes.length - REST.length;
    return bytes[span - 1] == rest + 3 - span // what follows, but for two ends
        && bytes[span] == 0
        && isTraceId(trace)
        && isId(bytes, id, 1)
        && (parent == rest || (isId(bytes, parent, 2) && parent + 2 + ID == rest))
        && has(bytes, rest, REST);
  }

  private static boolean isId(byte[] bytes, int at, int field) {
    return at + 2 + ID <= bytes.length && bytes[at] == field && bytes[at + 1] == ID;
  }

  /** Sizes of which Kamon makes an identifier that is not empty. */
  private static boolean isTraceId(int size) {
    Identifier.Factory factory = Kamon.identifierScheme().traceIdFactory();
    Identifier$Factory$ kamons = Identifier$Factory$.MODULE$;
    return size == 16
        ? factory == kamons.SixteenBytesIdentifier() || factory == kamons.EightBytesIdentifier()
        : size == 8 && factory == kamons.EightBytesIdentifier();
  }

  private static boolean has(byte[] bytes, int at, byte[] expected) {
    if (at < 0 || at + expected.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
