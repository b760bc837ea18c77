package kamon.instrumentation.kafka.internal.propagation.kctx;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;

/**
 * Byte for byte what Kamon's binary propagation writes. Kamon logs a stack trace for each context
 * it cannot read or write, so what it would reject is found first. Thread-safe.
 */
public final class KctxCodec {
  private static final String SCHEME = "kamon.trace.identifier-scheme";
  private final Warning unreadable = new Warning();
  private final Warning tooLarge = new Warning();
  private final Warning tooLong = new Warning();

  private final KctxSettings settings;
  private final Incoming limits;
  private final KctxDecoder decoder;
  private volatile Upstream upstream = new Upstream(null, new byte[0]);

  public KctxCodec(Settings all) {
    settings = new KctxSettings(all.config());
    limits = all.incoming();
    decoder = new KctxDecoder(settings);
  }

  /** The size that is read at most, in bytes: services of one configuration understand another. */
  public int maxIncoming() {
    return Math.max(limits.maxSize(), settings.maxOutgoing());
  }

  /** The context in the bytes, or the empty one when they are none that Kamon would read. */
  public Context read(byte[] bytes) {
    String problem = sizeProblem(bytes);
    if (problem != null) {
      return unreadable(bytes, problem);
    }
    Context known = readsByLayout() ? decoder.readByLayout(bytes) : null;
    return known == null ? readAny(bytes) : known;
  }

  private Context readAny(byte[] bytes) {
    KctxParser header = new KctxParser(bytes, limits);
    String problem = header.problem();
    if (problem != null) {
      return unreadable(bytes, problem);
    }
    if (!header.idsFit(Kamon.identifierScheme())) {
      return unreadable(bytes, "its ids are not as long as those of " + SCHEME);
    }
    Context context = decoder.read(header);
    Span span = context.get(Span.Key());
    if (!span.isEmpty() && (span.id().isEmpty() || span.trace().id().isEmpty())) {
      unreadable(bytes, "it has no ids that " + SCHEME + " can read");
      return context.withEntry(Span.Key(), Span$Empty$.MODULE$);
    }
    return context;
  }

  /**
   * The tags of a context that has nothing else but an unsampled span, when it is laid out as Kamon
   * does and the tags are those of the record before; null for any other.
   */
  public TagSet unsampledTags(byte[] bytes) {
    if (bytes == null || bytes.length == 0 || bytes.length > maxIncoming() || !readsByLayout()) {
      return null;
    }
    return decoder.unsampledTags(bytes);
  }

  /** Whether {@link #read} gives a span of these ids; false also where it has to be asked. */
  public boolean hasSpan(byte[] bytes, Span span) {
    return sizeProblem(bytes) == null && readsByLayout() && decoder.hasSpan(bytes, span);
  }

  /** Whether a span alone may come, and nobody else reads an entry. */
  private boolean readsByLayout() {
    return settings.readsSpanOnly() && limits.maxEntries() > 0;
  }

  private String sizeProblem(byte[] bytes) {
    if (bytes == null) {
      return "it is null";
    }
    if (bytes.length == 0) {
      return "it is empty";
    }
    return bytes.length > maxIncoming()
        ? "it is larger than " + Incoming.SECTION + ".max-size = " + maxIncoming() + " bytes"
        : null;
  }

  private Context unreadable(byte[] bytes, String problem) {
    unreadable.log(
        () ->
            "A record's header \"kctx\" counts as no incoming context: "
                + problem
                + "; value "
                + KctxParser.describe(bytes));
    return Context.Empty();
  }

  /**
   * A context with a span in place of its own (one object less for each record), or null when there
   * is nothing in it that Kamon sends.
   */
  public byte[] write(Context context, Span span) {
    if (!KctxSize.fits(span)) {
      tooLong.log(
          () ->
              "A span whose ids are too long for Kamon's header is not sent, only tags and entries");
      return write(context.withEntry(Span.Key(), Span$Empty$.MODULE$), Span$Empty$.MODULE$);
    }
    byte[] name = upstream();
    if (settings.writesSpanOnly() && context.tags().isEmpty()) {
      int size = KctxEncoder.size(span, name);
      if (size <= settings.maxOutgoing()) {
        return size == KctxBuffer.NOTHING ? null : KctxEncoder.encode(span, name, size);
      }
    }
    KctxSize size = new KctxSize(context, span, name, settings);
    return size.total() <= settings.maxOutgoing()
        ? bytes(context, span, name, size)
        : spanAlone(span, name, size.total());
  }

  /** Whether Kamon's span is all that is written of a context, next to its tags. */
  public boolean writesSpanOnly() {
    return settings.writesSpanOnly();
  }

  /**
   * A context without tags, with a span in place of its own of which there is no object; null when
   * it is another context, or has no room, and {@link #write} is to be asked.
   */
  public byte[] writeChild(Context context, Span parent, long id) {
    if (!settings.writesSpanOnly() || context.tags().nonEmpty()) {
      return null;
    }
    int span = KctxSize.child(parent);
    byte[] name = upstream();
    int size = KctxEncoder.size(span, name);
    return KctxSize.fits(span) && size <= settings.maxOutgoing()
        ? KctxEncoder.encodeChild(parent, id, name, span, size)
        : null;
  }

  private byte[] upstream() {
    if (!settings.includeUpstreamName()) {
      return KctxEncoder.noUpstream();
    }
    String service = Kamon.environment().service();
    Upstream known = upstream;
    if (!service.equals(known.service)) {
      known = new Upstream(service, KctxEncoder.upstream(service));
      upstream = known;
    }
    return known.tag;
  }

  /** The context as bytes, or null when there is nothing in it that Kamon sends. */
  private byte[] bytes(Context context, Span span, byte[] name, KctxSize size) {
    if (!settings.writesSpanOnly()) {
      return KctxBuffer.write(context.withEntry(Span.Key(), span));
    }
    return size.isNothing() ? null : KctxEncoder.encode(span, name, size);
  }

  private byte[] spanAlone(Span span, byte[] name, int total) {
    KctxSize size = new KctxSize(Context.Empty(), span, name, settings);
    boolean fits = !span.isEmpty() && size.total() <= settings.maxOutgoing();
    tooLarge.log(
        () ->
            "A context of "
                + total
                + " bytes is over kamon.propagation.binary.default.max-outgoing-size = "
                + settings.maxOutgoing()
                + (fits
                    ? ": its span alone is sent, without tags and entries"
                    : ": the record is sent without it"));
    return fits ? bytes(Context.Empty(), span, name, size) : null;
  }

  /** The name of this service, and the tag for it as it is written. */
  private static final class Upstream {
    private final String service;
    private final byte[] tag;

    private Upstream(String service, byte[] tag) {
      this.service = service;
      this.tag = tag;
    }
  }
}
