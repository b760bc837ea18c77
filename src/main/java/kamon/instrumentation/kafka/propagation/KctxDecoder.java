package kamon.instrumentation.kafka.propagation;

import java.util.Arrays;
import kamon.Kamon;
import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;

/** Reads usual contexts, a span and at most one tag, to what Kamon's binary propagation reads. */
final class KctxDecoder {
  // The tag is the name of the upstream service, which is the same in record after record.
  private volatile Tags last = new Tags(new byte[0], TagSet.Empty());

  Context decode(byte[] bytes, KctxFormat format) {
    Context context = format.hasTag() ? Context.of(tags(bytes, format)) : Context.Empty();
    return context.withEntry(Span.Key(), span(format));
  }

  private TagSet tags(byte[] bytes, KctxFormat format) {
    Tags known = last;
    if (!known.areFirstOf(bytes, format.tagsEnd())) {
      TagSet tags = TagSet.of(format.tagKey(), format.tagValue());
      known = new Tags(Arrays.copyOf(bytes, format.tagsEnd()), tags);
      last = known;
    }
    return known.tags;
  }

  private static Span span(KctxFormat format) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    format.toSpan();
    Identifier trace = scheme.traceIdFactory().from(format.id(0));
    Identifier id = scheme.spanIdFactory().from(format.id(1));
    Identifier parent = scheme.spanIdFactory().from(format.id(2));
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

    private boolean areFirstOf(byte[] bytes, int length) {
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
