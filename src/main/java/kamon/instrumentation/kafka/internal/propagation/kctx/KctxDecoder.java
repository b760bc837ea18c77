package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.util.Arrays;
import kamon.Kamon;
import kamon.context.BinaryPropagation;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;

/**
 * Makes of a checked header what Kamon's binary propagation makes of it. Tags are mostly the same
 * in record after record, the name of the upstream service: they are kept for the next records.
 */
final class KctxDecoder {
  private static final int MAX_KEPT = 256; // bytes; tags that change need not be copied each time
  private final Warning entryFailed = new Warning();

  private final KctxSettings settings;
  private volatile Tags last = Tags.NONE;

  KctxDecoder(KctxSettings settings) {
    this.settings = settings;
  }

  Context read(KctxParser from) {
    TagSet tags = tags(from);
    if (!settings.readsSpanOnly()) {
      return entries(from, Context.of(tags));
    }
    if (from.hasSpan()) {
      return Context.of(Span.Key(), span(from), tags);
    }
    return tags.isEmpty() ? Context.Empty() : Context.of(tags);
  }

  /**
   * What {@link #read} gives, for bytes that are laid out as Kamon does and whose tags are those of
   * the record before; null for any others.
   */
  Context readByLayout(byte[] bytes) {
    Tags known = known(bytes);
    if (known == null || !SpanLayout.is(bytes, known.written.length)) {
      return null;
    }
    return Context.of(Span.Key(), SpanLayout.read(bytes, known.written.length), known.tags);
  }

  /** What {@link KctxCodec#unsampledTags} says. */
  TagSet unsampledTags(byte[] bytes) {
    Tags known = known(bytes);
    return known != null && SpanLayout.isUnsampled(bytes, known.written.length) ? known.tags : null;
  }

  /** What {@link KctxCodec#hasSpan} says. */
  boolean hasSpan(byte[] bytes, Span span) {
    Tags known = known(bytes);
    return known != null && SpanLayout.has(bytes, known.written.length, span);
  }

  /** The tags, if they are those of the record before or if there are none. */
  private Tags known(byte[] bytes) {
    if (bytes[0] != 0) { // no field "tags"
      return Tags.NONE;
    }
    Tags known = last;
    return known.written.length > 0 && known.areIn(bytes) ? known : null;
  }

  private TagSet tags(KctxParser from) {
    int length = from.tagsEnd();
    if (length == 0) {
      return TagSet.Empty();
    }
    Tags known = last;
    if (known.written.length == length && known.areIn(from.bytes())) {
      return known.tags;
    }
    TagSet tags = newTags(from);
    if (length <= MAX_KEPT) {
      last = new Tags(Arrays.copyOf(from.bytes(), length), tags);
    }
    return tags;
  }

  private static TagSet newTags(KctxParser from) {
    TagSet.Builder tags = TagSet.builder();
    from.toTags();
    for (int kind = 0; kind < 3; kind++) {
      for (int count = from.field(kind) ? from.size() : 0; count > 0; count--) {
        String key = from.string(0);
        if (kind == 0) {
          tags.add(key, from.string(1));
        } else if (kind == 1) {
          tags.add(key, from.number(1));
        } else {
          tags.add(key, from.field(1));
        }
        from.end();
      }
    }
    return tags.build();
  }

  /** With readers of the application's, each called as Kamon would. */
  private Context entries(KctxParser from, Context tags) {
    Context context = tags;
    from.toEntries();
    for (int count = from.entries(); count > 0; count--) {
      String key = from.string(0);
      byte[] value = from.binary(1);
      from.end();
      Propagation.EntryReader<BinaryPropagation.ByteStreamReader> reader =
          settings.readers().get(key);
      if (reader != null) {
        context = entry(reader, key, value, context);
      }
    }
    return context;
  }

  private Context entry(
      Propagation.EntryReader<BinaryPropagation.ByteStreamReader> reader,
      String key,
      byte[] value,
      Context context) {
    try {
      return reader.read(BinaryPropagation$ByteStreamReader$.MODULE$.of(value), context);
    } catch (RuntimeException e) {
      // Kamon leaves such an entry out too, with a stack trace in the log for each.
      entryFailed.log("Could not read the entry \"" + key + "\" of a record's header \"kctx\"", e);
      return context;
    }
  }

  private static Span span(KctxParser from) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    from.toSpan();
    Identifier trace = HexIds.identifier(scheme.traceIdFactory(), from.binary(0));
    Identifier id = HexIds.identifier(scheme.spanIdFactory(), from.binary(1));
    Identifier parent = HexIds.identifier(scheme.spanIdFactory(), from.binary(2));
    return new Span.Remote(id, parent, Trace$.MODULE$.create(trace, sampling(from.sampling())));
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
    private static final Tags NONE = new Tags(new byte[0], TagSet.Empty());

    private final byte[] written;
    private final TagSet tags;

    private Tags(byte[] written, TagSet tags) {
      this.written = written;
      this.tags = tags;
    }

    /** Whether bytes begin with these tags. */
    private boolean areIn(byte[] bytes) {
      if (written.length >= bytes.length) {
        return false;
      }
      for (int i = 0; i < written.length; i++) {
        if (written[i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
