package kamon.instrumentation.kafka.internal.metrics;

import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.tag.TagSet;
import org.apache.kafka.common.record.TimestampType;

/** The times of one topic and consumer, with certain settings. Thread-safe. */
final class TopicTimes {
  /** Of {@link WallClock}: a record can be processed in the millisecond in which it was made. */
  private static final long CLOCK_TOLERANCE_MILLIS = 2;

  private final String topic;
  private final MetricSettings settings;
  private final KeptSeries sinceCreation;
  private final KeptSeries sinceAppend;
  private final KeptSeries inBuffer;
  private final KeptSeries skewed;

  /**
   * @param groupId null for none
   * @param clientId null when nobody knows
   */
  TopicTimes(String topic, String groupId, String clientId, MetricSettings settings) {
    this.topic = topic;
    this.settings = settings;
    TagSet tags = TagSet.of("topic", Label.of(topic));
    if (groupId != null) {
      tags = tags.withTag("group", Label.of(groupId));
    }
    if (settings.clientId() && clientId != null) {
      tags = tags.withTag("client-id", Label.of(clientId));
    }
    sinceCreation = inTopic(tags, TimestampType.CREATE_TIME, settings);
    sinceAppend = inTopic(tags, TimestampType.LOG_APPEND_TIME, settings);
    inBuffer = new KeptSeries(WaitingMetric.BUFFER_TIME, tags, settings);
    skewed = new KeptSeries(WaitingMetric.CLOCK_SKEW, tags, settings);
  }

  private static KeptSeries inTopic(TagSet tags, TimestampType type, MetricSettings settings) {
    TagSet all = tags.withTag("timestamp-type", type.name);
    return new KeptSeries(WaitingMetric.TIME_IN_TOPIC, all, settings);
  }

  String topic() {
    return topic;
  }

  MetricSettings settings() {
    return settings;
  }

  /** Nothing for a record without a timestamp. */
  void inTopic(TimestampType type, long timestamp, long millis, long nanos) {
    if (timestamp < 0 || type == TimestampType.NO_TIMESTAMP_TYPE) {
      return;
    }
    if (timestamp > millis + CLOCK_TOLERANCE_MILLIS) {
      skewed.record(1, nanos);
    }
    KeptSeries times = type == TimestampType.LOG_APPEND_TIME ? sinceAppend : sinceCreation;
    times.record(Math.max(0, millis - timestamp), nanos);
  }

  void inBuffer(long polledNanos, long nanos) {
    inBuffer.record(Math.max(0, nanos - polledNanos) / 1000, nanos);
  }
}
