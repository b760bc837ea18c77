package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.settings.PlacedTag;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.SpanBuilder;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Puts tags where the settings want them. */
final class SpanTags {
  private static final String OF_HEADER = "kafka.header.";

  private SpanTags() {}

  /**
   * @param value null for none
   */
  static void put(SpanBuilder builder, PlacedTag tag, String value) {
    if (value == null || !tag.isWanted()) {
      return;
    }
    String measured = (String) tag.measured(value);
    if (measured == null) {
      builder.tag(tag.name(), value);
    } else {
      builder.tagMetrics(tag.name(), measured);
    }
    if (tag.second() != null) {
      builder.tag(tag.second(), value);
    }
  }

  static void put(SpanBuilder builder, PlacedTag tag, long value) {
    if (!tag.isWanted()) {
      return;
    }
    putFirst(builder, tag, value);
    if (tag.second() != null) {
      builder.tag(tag.second(), value);
    }
  }

  private static void putFirst(SpanBuilder builder, PlacedTag tag, long value) {
    if (tag.isMeasured() && tag.measured(value) != null) {
      builder.tagMetrics(tag.name(), value);
    } else {
      builder.tag(tag.name(), value);
    }
  }

  /** A partition, which OpenTelemetry has as a text. */
  static void putPartition(SpanBuilder builder, TagSettings tags, int partition) {
    PlacedTag tag = tags.partition();
    if (tags.textPartition()) {
      put(builder, tag, Integer.toString(partition));
    } else if (tag.isWanted()) {
      putFirst(builder, tag, partition);
      if (tag.second() != null) {
        builder.tag(tag.second(), Integer.toString(partition));
      }
    }
  }

  /** The key of a record, as the settings want it shown. */
  static void putKey(SpanBuilder builder, TagSettings tags, Object key) {
    PlacedTag tag = tags.key();
    if (tag.isHashed()) {
      put(builder, tag, KeyHash.of(tags.keyHash(), key));
    } else if (tag.isWanted()) {
      put(builder, tag, KeyText.of(key));
    }
  }

  /** Those headers of a record that the settings name: the last of each name. */
  static void putHeaders(SpanBuilder builder, TagSettings tags, Headers headers) {
    for (String name : tags.headers()) {
      putHeader(builder, name, last(headers, name));
    }
  }

  /** The value of the last header of a name; null for none. */
  static byte[] last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  /**
   * @param value null for none
   */
  static void putHeader(SpanBuilder builder, String name, byte[] value) {
    String text = KeyText.of(value);
    if (text != null) {
      builder.tag(OF_HEADER.concat(name), text);
    }
  }
}
