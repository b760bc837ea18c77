package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How consumers' topics are called, whose metrics are named as old and new releases of
 * kafka-clients name them.
 */
@Tag("unit")
class TopicNamesTest {
  private final Map<TagSet, Double> counted = new HashMap<>();
  private Consumer consumer;
  private WatchedClient watched; // by the test alone
  private Map<TagSet, Double> lags;

  enum Release {
    OLD,
    FROM_4_1
  }

  @ParameterizedTest
  @EnumSource
  void dotted_topic_counts_once_while_a_poll_takes_longer_than_many_looks(Release release) {
    open(release);
    consumer.has("orders.created");
    poll();
    consumer.consumed("orders.created", 10);
    look();
    look();
    assertCounted("orders.created", 10);
    poll();
    consumer.consumed("orders.created", 15);
    look();
    assertCounted("orders.created", 15);
  }

  @ParameterizedTest
  @EnumSource
  void dotted_topic_that_came_between_two_looks_counts_once(Release release) {
    open(release);
    consumer.has("first");
    poll();
    look();
    poll();
    consumer.has("first", "orders.created");
    poll();
    consumer.consumed("orders.created", 10);
    look();
    look();
    look();
    poll();
    consumer.consumed("orders.created", 15);
    look();
    assertCounted("orders.created", 15);
  }

  @ParameterizedTest
  @EnumSource
  void dotted_topic_counts_once_when_its_consumer_is_closed_early(Release release) {
    open(release);
    consumer.has("orders.created");
    poll();
    consumer.consumed("orders.created", 10);
    look();
    close();
    assertCounted("orders.created", 10);
  }

  @ParameterizedTest
  @EnumSource
  void dotted_topic_counts_once_when_nobody_has_looked(Release release) {
    open(release);
    poll();
    consumer.has("orders.created");
    poll();
    consumer.consumed("orders.created", 10);
    close();
    assertCounted("orders.created", 10);
  }

  @ParameterizedTest
  @EnumSource
  void dotted_topic_that_was_lost_keeps_its_name_to_the_end(Release release) {
    open(release);
    consumer.has("orders.created");
    poll();
    consumer.consumed("orders.created", 10);
    look();
    poll();
    consumer.has("other");
    poll();
    look();
    poll();
    look();
    look();
    close();
    assertCounted("orders.created", 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders_created", "a.b_c"})
  void topic_with_an_underscore_counts_under_its_name(String topic) {
    open(Release.FROM_4_1);
    consumer.has(topic);
    poll();
    consumer.consumed(topic, 10);
    look();
    assertCounted(topic, 10);
    consumer.consumed(topic, 11);
    close();
    assertCounted(topic, 11);
  }

  @ParameterizedTest
  @CsvSource({
    "OLD, orders_created, orders_created",
    "FROM_4_1, orders_created, orders_created",
    "FROM_4_1, orders.created, orders.created",
    "OLD, orders.created, orders_created"
  })
  void topic_that_no_poll_has_told_of_counts_once_when_all_is_over(
      Release release, String topic, String known) {
    open(release);
    consumer.consumed(topic, 10);
    look();
    look();
    close();
    assertCounted(known, 10);
  }

  @ParameterizedTest
  @CsvSource({
    "OLD, orders_created, orders_created",
    "FROM_4_1, orders_created, orders_created",
    "FROM_4_1, orders.created, orders.created",
    "OLD, orders.created, orders_created"
  })
  void lag_of_a_consumer_that_is_stuck_needs_no_poll(Release release, String topic, String known) {
    open(release);
    consumer.has("first");
    poll();
    look();
    poll();
    consumer.has("first", topic);
    poll();
    consumer.lags(topic, 5);
    look();
    look();
    assertThat(lags)
        .containsExactlyEntriesOf(Map.of(TagSet.of("topic", known).withTag("partition", 0L), 5.0));
  }

  private void open(Release release) {
    consumer = new Consumer(release);
    watched = WatchedClient.of(consumer, null, null);
  }

  private void poll() {
    consumer.poll(Duration.ZERO);
    watched.polled(consumer, !consumer.assignment().isEmpty()); // as if each had records
  }

  private void look() {
    Round round = new Round();
    watched.read(round, settings(), System.nanoTime());
    round
        .tags(ClientMetric.CONSUMER_RECORDS)
        .forEach(tags -> count(tags, round.value(ClientMetric.CONSUMER_RECORDS, tags)));
    lags = new HashMap<>();
    round
        .tags(ClientMetric.CONSUMER_LAG)
        .forEach(tags -> lags.put(tags, round.value(ClientMetric.CONSUMER_LAG, tags)));
  }

  private void close() {
    watched.last(settings()).get(ClientMetric.CONSUMER_RECORDS).forEach(this::count);
  }

  private void count(TagSet tags, double records) {
    counted.merge(tags, records, Double::sum);
  }

  private void assertCounted(String topic, double records) {
    assertThat(counted).containsExactlyEntriesOf(Map.of(TagSet.of("topic", topic), records));
  }

  private static MetricSettings settings() {
    return Settings.current().metrics();
  }

  private static final class Consumer extends MockConsumer<String, String> {
    private static final String GROUP = "consumer-fetch-manager-metrics";

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final Release release;

    Consumer(Release release) {
      super("earliest");
      this.release = release;
    }

    void has(String... topics) {
      assign(Arrays.stream(topics).map(Consumer::of).toList());
      Arrays.stream(topics).forEach(topic -> updateBeginningOffsets(Map.of(of(topic), 0L)));
    }

    private static TopicPartition of(String topic) {
      return new TopicPartition(topic, 0);
    }

    void consumed(String topic, double records) {
      put(
          topic,
          tag -> new MetricName("records-consumed-total", GROUP, "", Map.of("topic", tag)),
          records);
    }

    void lags(String topic, double lag) {
      put(
          topic,
          tag -> new MetricName("records-lag", GROUP, "", Map.of("topic", tag, "partition", "0")),
          lag);
    }

    private void put(String topic, Function<String, MetricName> name, double value) {
      put(name.apply(topic.replace('.', '_')), value);
      if (release == Release.FROM_4_1) {
        put(name.apply(topic), value);
      }
    }

    private void put(MetricName name, double value) {
      metrics.put(
          name,
          new Metric() {
            @Override
            public MetricName metricName() {
              return name;
            }

            @Override
            public Object metricValue() {
              return value;
            }
          });
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
      return metrics;
    }
  }
}
