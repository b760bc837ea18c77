package kamon.instrumentation.kafka.internal.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import kamon.tag.TagSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;

/** What one client says at one time. */
final class Reading {
  private static final String FETCHES = "consumer-fetch-manager-metrics";
  private static final String SHARE_FETCHES = "consumer-share-fetch-manager-metrics"; // no topics
  private static final String LAG = "records-lag";
  private static final String LEAD = "records-lead";

  private final Map<ClientMetric, Map<TagSet, Double>> values = new EnumMap<>(ClientMetric.class);
  private final Map<TopicPartition, Double> lags = new HashMap<>();
  private final Map<TopicPartition, Double> leads = new HashMap<>();
  private final Set<String> aliases = new HashSet<>();
  private final TagSet tags;
  private final Topics topics;
  private double fetches;
  private boolean hasNoPartition;

  Reading(Map<MetricName, ? extends Metric> metrics, TagSet tags, Topics topics) {
    this.tags = tags;
    this.topics = topics;
    metrics.keySet().forEach(this::findAlias);
    metrics.forEach(this::read);
  }

  /** Where a topic has its true name, another tag for it counts the same once more. */
  private void findAlias(MetricName name) {
    String topic = name.group().equals(FETCHES) ? name.tags().get("topic") : null;
    if (topic != null && topic.indexOf('.') >= 0) {
      aliases.add(TopicNames.tag(topic));
    }
  }

  private void read(MetricName name, Metric metric) {
    ClientMetric known = ClientMetric.of(name.group(), name.name());
    boolean isFetch = name.group().equals(FETCHES);
    if (known == null && !isFetch) {
      return;
    }
    double value = KafkaValue.of(metric);
    if (Double.isNaN(value)) {
      return;
    }
    hasNoPartition |= known == ClientMetric.CONSUMER_PARTITIONS_ASSIGNED && value == 0;
    String topic = name.tags().get("topic");
    if (known == null) {
      readFetch(name, topic, value);
    } else if (known.isByTopic() && !name.group().equals(SHARE_FETCHES)) {
      String real = real(topic, true);
      if (real != null) {
        put(known, tags.withTag("topic", Label.of(real)), value);
      }
    } else if (topic == null) {
      put(known, tags, value);
    }
  }

  private String real(String tag, boolean isTotal) {
    return tag == null || aliases.contains(tag) ? null : topics.real(tag, isTotal);
  }

  private void put(ClientMetric metric, TagSet tags, double value) {
    values.computeIfAbsent(metric, any -> new HashMap<>()).put(tags, value);
  }

  private void readFetch(MetricName name, String topic, double value) {
    String partition = name.tags().get("partition");
    if (name.name().equals("fetch-total")) {
      fetches = value;
    } else if (topic != null && partition != null) {
      readPartition(name.name(), topic, partition, value);
    } else if (name.name().endsWith("." + LAG)) { // up to 1.0: orders-0.records-lag
      String both = name.name().substring(0, name.name().length() - LAG.length() - 1);
      int dash = both.lastIndexOf('-');
      readPartition(LAG, both.substring(0, dash), both.substring(dash + 1), value);
    }
  }

  private void readPartition(String name, String topic, String partition, double value) {
    boolean isLag = name.equals(LAG);
    String real = isLag || name.equals(LEAD) ? real(topic, false) : null;
    if (real != null) {
      (isLag ? lags : leads).put(new TopicPartition(real, Integer.parseInt(partition)), value);
    }
  }

  /** Counters here are totals of the client's life. */
  Map<ClientMetric, Map<TagSet, Double>> values() {
    return values;
  }

  void addLags(Lags known, Assignment assignment, long nanos) {
    if (hasNoPartition) {
      lags.clear(); // Kafka keeps them until the next poll, and after unsubscribe there is none.
    }
    known
        .ages(lags, leads, fetches, assignment, nanos)
        .forEach(
            (partition, age) -> {
              TagSet each =
                  tags.withTag("topic", Label.of(partition.topic()))
                      .withTag("partition", Long.valueOf(partition.partition()));
              put(ClientMetric.CONSUMER_LAG, each, lags.get(partition));
              put(ClientMetric.CONSUMER_LAG_AGE, each, age / 1e9);
            });
  }

  /** Which topic a tag of Kafka's means. */
  interface Topics {
    /**
     * Null when that is to be known later.
     *
     * @param isTotal whether it is the tag of a counter
     */
    String real(String tag, boolean isTotal);
  }
}
