package kamon.instrumentation.kafka.internal.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.metric.MeasurementUnit;

/**
 * What is read of clients, under Kafka's names and ours. Kafka's {@code -avg} and {@code -max} are
 * over a window of its own (30 seconds by default), so they are gauges; {@code -total} are
 * counters. Where series are too many, those that come first here are kept.
 */
enum ClientMetric {
  CONNECTIONS(
      "kafka.client.connections",
      "Open connections to brokers",
      Unit.NONE,
      Merge.SUM,
      in("producer-metrics", "consumer-metrics", "consumer-share-metrics"),
      "connection-count"),

  PRODUCER_RECORDS(
      "kafka.producer.records",
      "Records that were sent",
      Unit.NONE,
      Merge.COUNT,
      in("producer-topic-metrics"),
      "record-send-total"),
  PRODUCER_RECORDS_FAILED(
      "kafka.producer.records.failed",
      "Records whose sending failed",
      Unit.NONE,
      Merge.COUNT,
      in("producer-topic-metrics"),
      "record-error-total"),
  PRODUCER_RECORDS_RETRIED(
      "kafka.producer.records.retried",
      "Sends of records that were tried once more",
      Unit.NONE,
      Merge.COUNT,
      in("producer-topic-metrics"),
      "record-retry-total"),
  PRODUCER_REQUEST_LATENCY(
      "kafka.producer.request-latency",
      "Time until a broker answers, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("producer-metrics"),
      "request-latency-avg"),
  PRODUCER_QUEUE_TIME(
      "kafka.producer.queue-time",
      "Time that a batch waits in the producer, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("producer-metrics"),
      "record-queue-time-avg"),
  PRODUCER_BATCH_SIZE(
      "kafka.producer.batch-size",
      "Size of a batch, on average",
      Unit.BYTES,
      Merge.MEAN,
      in("producer-metrics"),
      "batch-size-avg"),
  PRODUCER_BUFFER_AVAILABLE(
      "kafka.producer.buffer.available",
      "Memory for records that is free",
      Unit.BYTES,
      Merge.SUM,
      in("producer-metrics"),
      "buffer-available-bytes"),
  PRODUCER_BUFFER_EXHAUSTED(
      "kafka.producer.buffer.exhausted",
      "Sends that found no memory in time",
      Unit.NONE,
      Merge.COUNT,
      in("producer-metrics"),
      "buffer-exhausted-total"),
  PRODUCER_BUFFER_WAIT_TIME(
      "kafka.producer.buffer.wait-time",
      "Time that sends have waited for memory",
      Unit.NANOSECONDS,
      Merge.COUNT,
      in("producer-metrics"),
      "bufferpool-wait-time-total", // up to 3.0
      "bufferpool-wait-time-ns-total"),
  PRODUCER_THROTTLE_TIME(
      "kafka.producer.throttle-time",
      "Time that brokers hold requests back, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("producer-metrics"),
      "produce-throttle-time-avg"),
  PRODUCER_REQUESTS_IN_FLIGHT(
      "kafka.producer.requests.in-flight",
      "Requests that brokers have not answered",
      Unit.NONE,
      Merge.SUM,
      in("producer-metrics"),
      "requests-in-flight"),

  CONSUMER_RECORDS(
      "kafka.consumer.records",
      "Records that were polled",
      Unit.NONE,
      Merge.COUNT,
      in("consumer-fetch-manager-metrics", "consumer-share-fetch-manager-metrics"),
      "records-consumed-total"),
  CONSUMER_RECEIVED(
      "kafka.consumer.received",
      "Size of the records that were polled",
      Unit.BYTES,
      Merge.COUNT,
      in("consumer-fetch-manager-metrics", "consumer-share-fetch-manager-metrics"),
      "bytes-consumed-total"),
  CONSUMER_LAG_MAX(
      "kafka.consumer.lag.max",
      "The largest lag of a partition",
      Unit.NONE,
      Merge.MAX,
      in("consumer-fetch-manager-metrics"),
      "records-lag-max"),
  CONSUMER_LEAD(
      "kafka.consumer.lead",
      "The smallest number of records of a partition between its start and the consumer",
      Unit.NONE,
      Merge.MIN,
      in("consumer-fetch-manager-metrics"),
      "records-lead-min"),
  CONSUMER_TIME_BETWEEN_POLLS(
      "kafka.consumer.time-between-polls",
      "Time from poll to poll, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("consumer-metrics", "consumer-share-metrics"),
      "time-between-poll-avg"),
  CONSUMER_POLL_IDLE_RATIO(
      "kafka.consumer.poll-idle-ratio",
      "Share of the time that the consumer spends in poll, from 0 to 1, on average",
      Unit.NONE,
      Merge.MEAN,
      in("consumer-metrics", "consumer-share-metrics"),
      "poll-idle-ratio-avg"),
  CONSUMER_LAST_POLL(
      "kafka.consumer.last-poll",
      "Time since the last poll",
      Unit.SECONDS,
      Merge.MAX,
      in("consumer-metrics", "consumer-share-metrics"),
      "last-poll-seconds-ago"),
  CONSUMER_FETCH_LATENCY(
      "kafka.consumer.fetch-latency",
      "Time until a broker answers a fetch, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("consumer-fetch-manager-metrics", "consumer-share-fetch-manager-metrics"),
      "fetch-latency-avg"),
  CONSUMER_FETCH_SIZE(
      "kafka.consumer.fetch-size",
      "Size of a fetch, on average",
      Unit.BYTES,
      Merge.MEAN,
      in("consumer-fetch-manager-metrics", "consumer-share-fetch-manager-metrics"),
      "fetch-size-avg"),
  CONSUMER_THROTTLE_TIME(
      "kafka.consumer.throttle-time",
      "Time that brokers hold fetches back, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("consumer-fetch-manager-metrics", "consumer-share-fetch-manager-metrics"),
      "fetch-throttle-time-avg"),
  CONSUMER_PARTITIONS_ASSIGNED(
      "kafka.consumer.partitions.assigned",
      "Partitions that are assigned",
      Unit.NONE,
      Merge.SUM,
      in("consumer-coordinator-metrics"),
      "assigned-partitions"),
  CONSUMER_REBALANCES(
      "kafka.consumer.rebalances",
      "Rebalances of the group that the consumer took part in",
      Unit.NONE,
      Merge.COUNT,
      in("consumer-coordinator-metrics", "consumer-share-coordinator-metrics"),
      "rebalance-total"),
  CONSUMER_REBALANCES_FAILED(
      "kafka.consumer.rebalances.failed",
      "Rebalances that failed",
      Unit.NONE,
      Merge.COUNT,
      in("consumer-coordinator-metrics"),
      "failed-rebalance-total"),
  CONSUMER_REBALANCE_LATENCY(
      "kafka.consumer.rebalance-latency",
      "Time that a rebalance takes, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("consumer-coordinator-metrics"),
      "rebalance-latency-avg"),
  CONSUMER_COMMIT_LATENCY(
      "kafka.consumer.commit-latency",
      "Time until a broker answers a commit, on average",
      Unit.MILLISECONDS,
      Merge.MEAN,
      in("consumer-coordinator-metrics"),
      "commit-latency-avg"),

  /** With its age, from {@link Lags}. */
  CONSUMER_LAG(
      "kafka.consumer.lag",
      "Records of a partition that the consumer had before it at the last fetch",
      Unit.NONE,
      Merge.MAX,
      in()),
  CONSUMER_LAG_AGE(
      "kafka.consumer.lag.age",
      "Time since the last fetch of the partition",
      Unit.SECONDS,
      Merge.MAX,
      in());

  private static final Map<String, Map<String, ClientMetric>> BY_KAFKAS_NAMES = new HashMap<>();

  static {
    for (ClientMetric metric : values()) {
      for (String group : metric.groups) {
        Map<String, ClientMetric> names =
            BY_KAFKAS_NAMES.computeIfAbsent(group, any -> new HashMap<>());
        metric.names.forEach(name -> names.put(name, metric));
      }
    }
  }

  private final String title;
  private final String description;
  private final Unit unit;
  private final Merge merge;
  private final List<String> groups;
  private final List<String> names;

  ClientMetric(
      String title,
      String description,
      Unit unit,
      Merge merge,
      List<String> groups,
      String... names) {
    this.title = title;
    this.description = description;
    this.unit = unit;
    this.merge = merge;
    this.groups = groups;
    this.names = Collections.unmodifiableList(Arrays.asList(names));
  }

  private static List<String> in(String... groups) {
    return Collections.unmodifiableList(Arrays.asList(groups));
  }

  /** Null for a metric that is not read. */
  static ClientMetric of(String kafkasGroup, String kafkasName) {
    return BY_KAFKAS_NAMES.getOrDefault(kafkasGroup, Collections.emptyMap()).get(kafkasName);
  }

  /** Kafka's groups that have it. */
  List<String> groups() {
    return groups;
  }

  /** Its names there: one, or one for old releases and one for new. */
  List<String> names() {
    return names;
  }

  /** Its name in Kamon. */
  String title() {
    return title;
  }

  String description() {
    return description;
  }

  MeasurementUnit unit() {
    return unit.kamons();
  }

  /** What becomes of the numbers of several clients with equal tags. */
  Merge merge() {
    return merge;
  }

  /**
   * Whether it is read for each topic. Kafka has these for the whole client too, under the same
   * name.
   */
  boolean isByTopic() {
    return this == PRODUCER_RECORDS
        || this == PRODUCER_RECORDS_FAILED
        || this == PRODUCER_RECORDS_RETRIED
        || this == CONSUMER_RECORDS
        || this == CONSUMER_RECEIVED;
  }
}
