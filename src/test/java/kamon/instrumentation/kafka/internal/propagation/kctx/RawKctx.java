package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kamon.context.generated.binary.context.BooleanTag;
import kamon.context.generated.binary.context.Context;
import kamon.context.generated.binary.context.Entry;
import kamon.context.generated.binary.context.LongTag;
import kamon.context.generated.binary.context.StringTag;
import kamon.context.generated.binary.context.Tags;
import kamon.context.generated.binary.span.Span;

/** A kctx as anybody can write it: by the classes that Kamon generated, without Kamon's rules. */
public final class RawKctx {
  private final List<StringTag> strings = new ArrayList<>();
  private final List<LongTag> longs = new ArrayList<>();
  private final List<BooleanTag> booleans = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  public RawKctx tag(String key, String value) {
    strings.add(new StringTag().withKey(key).withValue(value));
    return this;
  }

  public RawKctx tag(String key, long value) {
    longs.add(new LongTag().withKey(key).withValue(value));
    return this;
  }

  public RawKctx tag(String key, boolean value) {
    booleans.add(new BooleanTag().withKey(key).withValue(value));
    return this;
  }

  public RawKctx entry(String key, byte[] value) {
    entries.add(new Entry().withKey(key).withValue(value));
    return this;
  }

  /** A sampled span with ids of so many bytes. */
  public RawKctx span(int traceId, int id, int parentId) {
    Span span =
        new Span()
            .withTraceID(id(traceId, 1))
            .withSpanID(id(id, 2))
            .withParentID(id(parentId, 3))
            .withSamplingDecision((byte) 1);
    byte[] bytes = new byte[span.marshalFit()];
    return entry("span", Arrays.copyOf(bytes, span.marshal(bytes, 0)));
  }

  public static byte[] id(int size, int fill) {
    byte[] id = new byte[size];
    Arrays.fill(id, (byte) fill);
    return id;
  }

  public byte[] bytes() {
    Context context = new Context();
    if (strings.size() + longs.size() + booleans.size() > 0) {
      Tags tags = new Tags();
      tags.setStrings(strings.toArray(new StringTag[0]));
      tags.setLongs(longs.toArray(new LongTag[0]));
      tags.setBooleans(booleans.toArray(new BooleanTag[0]));
      context.setTags(tags);
    }
    context.setEntries(entries.toArray(new Entry[0]));
    byte[] bytes = new byte[context.marshalFit()];
    return Arrays.copyOf(bytes, context.marshal(bytes, 0));
  }
}
