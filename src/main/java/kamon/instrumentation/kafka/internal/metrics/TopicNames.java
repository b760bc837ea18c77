package kamon.instrumentation.kafka.internal.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics that a consumer has had, by the tags of its metrics: up to 4.0, and beside the true
 * name from 4.1 on (KIP-1109), Kafka writes _ for each dot. A tag means one topic for ever, as its
 * total goes on when the topic is lost: under another name it would be counted again. (Brokers
 * allow no two topics that differ in dots and underscores only.) Thread-safe.
 */
final class TopicNames {
  private final Map<String, String> byTag = new ConcurrentHashMap<>();

  static String tag(String topic) {
    return topic.replace('.', '_');
  }

  void add(Set<TopicPartition> assigned) {
    for (TopicPartition partition : assigned) {
      String topic = partition.topic();
      if (topic.indexOf('_') >= 0 || topic.indexOf('.') >= 0) {
        byTag.putIfAbsent(tag(topic), topic);
      }
    }
  }

  /** Null when nobody knows yet. */
  String of(String tag) {
    // One that has a dot, or nothing that could have been one, is a true name.
    return tag.indexOf('_') < 0 || tag.indexOf('.') >= 0 ? tag : byTag.get(tag);
  }
}
