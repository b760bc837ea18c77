package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.settings.PlacedTag;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What is known of a send when the broker has acknowledged it, as tags of its span. */
final class Acknowledged {
  private Acknowledged() {}

  static void put(Span span, RecordMetadata metadata) {
    TagSettings tags = Settings.current().tags();
    PlacedTag partition = tags.partition();
    if (partition.isWanted()) {
      if (tags.textPartition()) {
        putText(span, partition, Integer.toString(metadata.partition()));
      } else {
        putNumber(span, partition, metadata.partition());
      }
    }
    // Kamon's own Kafka module has no offset there. RecordMetadata.hasOffset came after 0.11.
    PlacedTag offset = tags.offset();
    if (tags.hasMessaging() && metadata.offset() >= 0 && offset.isWanted()) {
      span.tag(offset.second() == null ? offset.name() : offset.second(), metadata.offset());
    }
  }

  private static void putText(Span span, PlacedTag tag, String value) {
    if (tag.measured(value) == null) {
      span.tag(tag.name(), value);
    } else {
      span.tagMetrics(tag.name(), value);
    }
  }

  private static void putNumber(Span span, PlacedTag tag, int value) {
    if (tag.isMeasured() && tag.measured((long) value) != null) {
      span.tagMetrics(tag.name(), value);
    } else {
      span.tag(tag.name(), value);
    }
    if (tag.second() != null) {
      span.tag(tag.second(), Integer.toString(value));
    }
  }
}
