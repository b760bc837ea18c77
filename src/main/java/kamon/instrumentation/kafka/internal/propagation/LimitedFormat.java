package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Any format, with what the settings say of incoming contexts whatever their format. */
final class LimitedFormat implements Format {
  private final Format format;
  private final boolean accepted;
  private final MetricTag[] metricTags;
  private volatile TagSet known;

  LimitedFormat(Format format, Incoming limits) {
    this.format = format;
    accepted = limits.accepted();
    metricTags =
        limits.metricTags().stream()
            .map(tag -> new MetricTag(tag, limits.maxMetricTagValues()))
            .toArray(MetricTag[]::new);
  }

  /** The format itself. */
  Format unlimited() {
    return format;
  }

  @Override
  public Context read(Headers headers) {
    return accepted ? bounded(format.read(headers)) : Context.Empty();
  }

  @Override
  public Context readSingle(Header single) {
    return bounded(format.readSingle(single));
  }

  private Context bounded(Context context) {
    Context bounded = context;
    for (MetricTag tag : metricTags) {
      bounded = tag.bounded(bounded);
    }
    return bounded;
  }

  @Override
  public Header single(Headers headers) {
    return accepted ? format.single(headers) : null;
  }

  @Override
  public TagSet unsampledTags(Header single) {
    TagSet tags = format.unsampledTags(single);
    if (tags == null || tags == known) {
      return tags;
    }
    for (MetricTag tag : metricTags) {
      if (!tag.isKnown(tags)) {
        return null;
      }
    }
    known = tags; // Known values stay so, and records mostly have the tags of those before.
    return tags;
  }

  @Override
  public boolean isIn(Headers headers) {
    return format.isIn(headers);
  }

  @Override
  public boolean isSame(Headers one, Headers other) {
    return format.isSame(one, other);
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    return format.write(context, span, headers);
  }

  @Override
  public boolean writesChildren() {
    return format.writesChildren();
  }

  @Override
  public int writeChild(Context context, Span parent, long id, Headers headers) {
    return format.writeChild(context, parent, id, headers);
  }

  @Override
  public void remove(Headers headers) {
    format.remove(headers);
  }
}
