package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.util.Arrays;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;

/**
 * Reads what Kamon's binary propagation reads. Tags are mostly the same in record after record, the
 * name of the upstream service: Kamon reads them once, and they are kept for the next records.
 */
final class KctxDecoder {
  private static final int MAX_KEPT = 256; // bytes; tags that change need not be copied each time

  private volatile Tags last = new Tags(new byte[0], TagSet.Empty());

  /** Any context. */
  static Context read(byte[] bytes) {
    return Kamon.defaultBinaryPropagation()
        .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(bytes));
  }

  /** A context with a span and no other entry. */
  Context read(byte[] bytes, KctxParser format) {
    Tags known = last;
    int length = format.tagsEnd();
    if (length > 0 && !known.areIn(bytes, length)) {
      Context context = read(bytes);
      if (length <= MAX_KEPT) {
        last = new Tags(Arrays.copyOf(bytes, length), context.tags());
      }
      return context;
    }
    return Context.of(Span.Key(), span(format), length == 0 ? TagSet.Empty() : known.tags);
  }

  private static Span span(KctxParser format) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    byte[] hex = new byte[HexIds.MAX_CHARS];
    format.toSpan();
    Identifier trace = HexIds.identifier(scheme.traceIdFactory(), format.id(0), hex);
    Identifier id = HexIds.identifier(scheme.spanIdFactory(), format.id(1), hex);
    Identifier parent = HexIds.identifier(scheme.spanIdFactory(), format.id(2), hex);
    return new Span.Remote(id, parent, Trace$.MODULE$.create(trace, sampling(format.sampling())));
  }

  private static SamplingDecision sampling(int number) {
    switch (number) {
      case 1:
        return Trace$SamplingDecision$Sample$.MODULE$;
      case 2:
        return Trace$SamplingDecision$DoNotSample$.MODULE$;
      default:
        return Trace$SamplingDecision$Unknown$.MODULE$;
    }
  }

  /** Tags as they were written, and read. */
  private static final class Tags {
    private final byte[] written;
    private final TagSet tags;

    private Tags(byte[] written, TagSet tags) {
      this.written = written;
      this.tags = tags;
    }

    /** Whether bytes begin with these tags. */
    private boolean areIn(byte[] bytes, int length) {
      if (written.length != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (written[i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
