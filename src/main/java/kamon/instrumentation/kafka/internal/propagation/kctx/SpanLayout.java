package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kamon.Kamon;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;

/**
 * The bytes that Kamon writes, after the tags, for a context whose one entry is a span with ids of
 * its own schemes and a sampling decision: nearly all that come. Whatever else is left to {@link
 * KctxParser}, which looks at each field twice.
 */
final class SpanLayout {
  /** Field "entries", one of them, of name "span", and the field for its value. */
  private static final byte[] ENTRY = "\1\1\0\4span\1".getBytes(StandardCharsets.US_ASCII);

  private static final int ID = 8;

  /** The field of the sampling decision; then, after the decision, span, entry and context end. */
  private static final int DECISION = 3;

  private static final int REST = 5;
  private static final int SAMPLE = 1;
  private static final int DO_NOT_SAMPLE = 2;

  private SpanLayout() {}

  /** Whether the span is there, and not sampled. */
  static boolean isUnsampled(byte[] bytes, int from) {
    return is(bytes, from) && decision(bytes) == DO_NOT_SAMPLE;
  }

  static boolean is(byte[] bytes, int from) {
    int span = span(from);
    if (!hasEntry(bytes, from) || span + 2 > bytes.length) {
      return false;
    }
    int trace = bytes[span + 1];
    int id = span + 2 + trace;
    int parent = id + 2 + ID;
    int rest = bytes.length - REST;
    return bytes[span - 1] == rest + 3 - span // what follows, but for two ends
        && bytes[span] == 0
        && isTraceId(trace)
        && isId(bytes, id, 1)
        && (parent == rest || (isId(bytes, parent, 2) && parent + 2 + ID == rest))
        && hasRest(bytes, rest);
  }

  /** Whether the span is there, and has these ids. */
  static boolean has(byte[] bytes, int from, Span span) {
    if (!is(bytes, from)) {
      return false;
    }
    int trace = span(from);
    return isId(bytes, trace, span.trace().id())
        && isId(bytes, trace + 2 + bytes[trace + 1], span.id());
  }

  private static boolean isId(byte[] bytes, int field, Identifier id) {
    byte[] wanted = id.bytes();
    if (bytes[field + 1] != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[field + 2 + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** The span, of bytes that are so. */
  static Span.Remote read(byte[] bytes, int from) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    int trace = span(from);
    int id = trace + 2 + bytes[trace + 1];
    int parent = id + 2 + ID;
    return new Span.Remote(
        id(scheme.spanIdFactory(), bytes, id),
        bytes[parent] == DECISION ? Identifier.Empty() : id(scheme.spanIdFactory(), bytes, parent),
        Trace$.MODULE$.create(
            id(scheme.traceIdFactory(), bytes, trace),
            decision(bytes) == SAMPLE
                ? Trace$SamplingDecision$Sample$.MODULE$
                : Trace$SamplingDecision$DoNotSample$.MODULE$));
  }

  private static Identifier id(Identifier.Factory factory, byte[] bytes, int field) {
    int from = field + 2;
    return HexIds.identifier(factory, Arrays.copyOfRange(bytes, from, from + bytes[from - 1]));
  }

  /** Where the span begins: after the size of the entry's value. */
  private static int span(int from) {
    return from + ENTRY.length + 1;
  }

  private static int decision(byte[] bytes) {
    return bytes[bytes.length - REST + 1];
  }

  private static boolean isId(byte[] bytes, int at, int field) {
    return at + 2 + ID <= bytes.length && bytes[at] == field && bytes[at + 1] == ID;
  }

  /** Sizes of which Kamon's schemes make an identifier that is not empty. */
  private static boolean isTraceId(int size) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Identifier.Factory factory = scheme.traceIdFactory();
    Identifier$Factory$ kamons = Identifier$Factory$.MODULE$;
    if (scheme.spanIdFactory() != kamons.EightBytesIdentifier()) {
      return false;
    }
    return size == 16
        ? factory == kamons.SixteenBytesIdentifier() || factory == kamons.EightBytesIdentifier()
        : size == 8 && factory == kamons.EightBytesIdentifier();
  }

  private static boolean hasEntry(byte[] bytes, int from) {
    if (from + ENTRY.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < ENTRY.length; i++) {
      if (bytes[from + i] != ENTRY[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasRest(byte[] bytes, int at) {
    int decision = bytes[at + 1];
    return bytes[at] == DECISION
        && (decision == SAMPLE || decision == DO_NOT_SAMPLE)
        && bytes[at + 2] == Colfer.END
        && bytes[at + 3] == Colfer.END
        && bytes[at + 4] == Colfer.END;
  }
}
