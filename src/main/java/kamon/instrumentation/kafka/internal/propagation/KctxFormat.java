package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.kctx.KctxCodec;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** One header of name kctx with what Kamon's binary propagation writes. */
final class KctxFormat implements UnguardedFormat {
  private final KctxCodec codec;

  KctxFormat(Settings settings) {
    codec = new KctxCodec(settings);
  }

  @Override
  public Context read(Headers headers) {
    Header header = headers.lastHeader(KctxHeader.KEY);
    return header == null ? Context.Empty() : readSingle(header);
  }

  @Override
  public Context readSingle(Header single) {
    byte[] value = single.value();
    return codec.read(
        Base64Text.mayBe(value) ? Base64Text.decoded(value, codec.maxIncoming()) : value);
  }

  @Override
  public Header single(Headers headers) {
    return headers.lastHeader(KctxHeader.KEY);
  }

  @Override
  public TagSet unsampledTags(Header single) {
    return codec.unsampledTags(single.value());
  }

  @Override
  public boolean hasSpan(Headers headers, Span span) {
    Header header = headers.lastHeader(KctxHeader.KEY);
    return header != null && codec.hasSpan(header.value(), span);
  }

  @Override
  public boolean isIn(Headers headers) {
    return headers.lastHeader(KctxHeader.KEY) != null;
  }

  @Override
  public boolean isSame(Headers one, Headers other) {
    return one.lastHeader(KctxHeader.KEY) == other.lastHeader(KctxHeader.KEY);
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    return replace(headers, codec.write(context, span));
  }

  @Override
  public boolean writesChildren() {
    return codec.writesSpanOnly();
  }

  @Override
  public int writeChild(Context context, Span parent, long id, Headers headers) {
    byte[] kctx = codec.writeChild(context, parent, id);
    return replace(headers, kctx == null ? codec.write(context, ChildSpan.of(parent, id)) : kctx);
  }

  private int replace(Headers headers, byte[] kctx) {
    remove(headers);
    if (kctx == null) {
      return 0;
    }
    headers.add(new KctxHeader(kctx));
    return KctxHeader.KEY.length() + kctx.length;
  }

  @Override
  public void remove(Headers headers) {
    if (isIn(headers)) {
      headers.remove(KctxHeader.KEY); // looks at all headers through an iterator: not for nothing
    }
  }
}
