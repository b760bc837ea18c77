package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.tag.TagSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long records have waited when their processing starts, as Prometheus sees it. */
@ExtendWith(BrokerExtension.class)
class WaitingTimesTest {
  private static final String FAST = Scrape.FAST + "kamon.trace.sampler = never\n";
  private static final double TOLERANCE = 0.005;

  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;
  private final String group = "group-" + UUID.randomUUID();
  private Scrape scrape;
  private String topic;

  WaitingTimesTest(KafkaBroker broker) {
    this.broker = broker;
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void start() {
    tracing.configure(FAST);
    scrape = new Scrape();
    topic = clients.newTopic();
  }

  @AfterEach
  void stop() {
    scrape.close();
    tracing.configure(""); // with a sampler: the end of each test is a span
  }

  @Test
  void times_of_an_unsampled_record_are_right_within_5_ms() {
    send(null);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      long polls;
      long polled;
      ConsumerRecords<String, String> records;
      do {
        polls = System.nanoTime();
        records = consumer.poll(Duration.ZERO);
        polled = System.nanoTime();
      } while (records.isEmpty());
      ConsumerRecord<String, String> record = records.iterator().next();
      awaitMillis(record.timestamp() + 200);

      long beforeMillis = System.currentTimeMillis();
      long before = System.nanoTime();
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      long after = System.nanoTime();
      long afterMillis = System.currentTimeMillis();

      scrape.await(inTopic("count", "CreateTime"), count -> count == 1);
      scrape.await(inBuffer("count"), count -> count == 1);
      assertIsBetween(
          value(inTopic("sum", "CreateTime")),
          seconds(beforeMillis - record.timestamp()),
          seconds(afterMillis - record.timestamp()));
      assertIsBetween(value(inBuffer("sum")), (before - polled) / 1e9, (after - polls) / 1e9);
      assertThat(scrape.series()).doesNotContainKey(skewed());
    }
  }

  /** Kamon's histograms have two digits: of a record that has waited longer, 5 ms are none. */
  private static void assertIsBetween(double value, double least, double most) {
    assertThat(value)
        .isBetween(
            least - Math.max(TOLERANCE, least / 100), most + Math.max(TOLERANCE, most / 100));
  }

  @Test
  void records_of_a_batch_each_count_whatever_starts_the_span() {
    send(null);
    send(null);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 2);
      KafkaInstrumentation.runWithBatchSpan(records, () -> {});
      KafkaInstrumentation.batchSpan(records).finish();
      KafkaInstrumentation.enterBatch(records).close();
      KafkaInstrumentation.enter(records.get(0)).close();
      KafkaInstrumentation.consumerSpan(records.get(0)).finish();
      scrape.await(inTopic("count", "CreateTime"), count -> count == 8);
      scrape.await(inBuffer("count"), count -> count == 8);
    }
  }

  @Test
  void rule_that_makes_no_spans_takes_no_metric_away() {
    tracing.configure(
        FAST
            + "kamon.instrumentation.kafka.client.tracing.topics = [{ topic = \"*\", trace = ignore"
            + " }]");
    send(null);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      KafkaInstrumentation.runWithConsumerSpan(Clients.poll(consumer, 1).get(0), () -> {});
      scrape.await(inTopic("count", "CreateTime"), count -> count == 1);
    }
  }

  @Test
  void replay_of_old_records_stays_in_range_and_logs_nothing() {
    try (Logs logs = new Logs();
        KafkaConsumer<String, String> consumer = consumer()) {
      long now = System.currentTimeMillis();
      send(now - TimeUnit.HOURS.toMillis(10));
      send(0L); // 1970: no record is that old
      Clients.poll(consumer, 2)
          .forEach(record -> KafkaInstrumentation.runWithConsumerSpan(record, () -> {}));
      scrape.await(inTopic("count", "CreateTime"), count -> count == 2);
      double expected = TimeUnit.DAYS.toSeconds(366) + TimeUnit.HOURS.toSeconds(10);
      assertThat(value(inTopic("sum", "CreateTime"))).isCloseTo(expected, within(expected / 100));
      String bucket = inTopic("bucket", "CreateTime").replace("group=" + group, "%s, le=%s");
      assertThat(value(bucket.formatted("group=" + group, "21600.0"))).isZero();
      assertThat(value(bucket.formatted("group=" + group, "86400.0"))).isEqualTo(1);
      assertThat(logs.warnings()).isEmpty();
    }
  }

  @Test
  void timestamps_of_the_future_count_as_none_and_are_counted() {
    send(System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(50));
    try (KafkaConsumer<String, String> consumer = consumer()) {
      KafkaInstrumentation.runWithConsumerSpan(Clients.poll(consumer, 1).get(0), () -> {});
      scrape.await(skewed(), skewed -> skewed == 1);
      scrape.await(inTopic("count", "CreateTime"), count -> count == 1);
      assertThat(value(inTopic("sum", "CreateTime"))).isZero();
    }
  }

  @Test
  void time_of_the_broker_is_told_apart() {
    topic = clients.newTopicName();
    broker.createTopic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    send(TimeUnit.HOURS.toMillis(1));
    try (KafkaConsumer<String, String> consumer = consumer()) {
      KafkaInstrumentation.runWithConsumerSpan(Clients.poll(consumer, 1).get(0), () -> {});
      scrape.await(inTopic("count", "LogAppendTime"), count -> count == 1);
      assertThat(value(inTopic("sum", "LogAppendTime"))).isLessThan(Tracing.PATIENCE.toSeconds());
      assertThat(scrape.series()).doesNotContainKey(inTopic("count", "CreateTime"));
    }
  }

  @Test
  void copied_record_has_its_time_in_the_topic_and_no_group() {
    send(null);
    ConsumerRecord<String, String> record = clients.only(topic);
    KafkaInstrumentation.runWithConsumerSpan(Clients.copy(record, record.timestamp()), () -> {});
    KafkaInstrumentation.runWithConsumerSpan(Clients.copy(record, -1), () -> {});
    String unknown = inTopic("count", "CreateTime").replace("group=" + group + ", ", "");
    scrape.await(unknown, count -> count == 1);
    assertThat(scrape.series().keySet())
        .noneMatch(series -> series.startsWith("kafka_consumer_buffer") && series.contains(topic));
  }

  @Test
  void limit_holds_for_topics_that_come_without_end_and_is_given_back() {
    send(null); // which sees the settings
    Instruments.awaitNoneOfKafka();
    tracing.configure(FAST + "kamon.instrumentation.kafka.client.metrics.max-series = 20");
    processOneOfEach(0, 1_000);
    assertThat(timesInTopic()).hasSize(20);
    processOneOfEach(1_000, 10_100);
    // What is not used is given back after two seconds, and Kamon has it until its next tick.
    assertThat(timesInTopic()).hasSizeLessThan(100);
    Instruments.awaitNoneOfKafka();
  }

  private static void processOneOfEach(int first, int end) {
    for (int i = first; i < end; i++) {
      ConsumerRecord<String, String> record =
          new ConsumerRecord<>("topic-" + i, 0, i, null, "value");
      record = Clients.copy(record, System.currentTimeMillis());
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
    }
  }

  private static List<String> timesInTopic() {
    return Instruments.ofKafka().stream()
        .filter(name -> name.startsWith("kafka.consumer.time-in-topic"))
        .toList();
  }

  @Test
  void instrument_that_was_taken_away_is_found_again() {
    send(null);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      ConsumerRecord<String, String> record = Clients.poll(consumer, 1).get(0);
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      scrape.await(inTopic("count", "CreateTime"), count -> count == 1);
      // As Kamon.stop() does with all instruments.
      TagSet tags = TagSet.of("topic", topic).withTag("group", group);
      Kamon.histogram("kafka.consumer.time-in-topic")
          .remove(tags.withTag("timestamp-type", "CreateTime"));
      Awaitility.await()
          .atMost(Tracing.PATIENCE)
          .until(() -> Instruments.ofKafka().stream().noneMatch(this::isInTopic));
      scrape.await(
          inTopic("count", "CreateTime"),
          count -> {
            KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
            return count > 1;
          });
    }
  }

  private boolean isInTopic(String instrument) {
    return instrument.startsWith("kafka.consumer.time-in-topic") && instrument.contains(topic);
  }

  @Test
  void off_measures_nothing_and_on_does_again() {
    tracing.configure(FAST + "kamon.instrumentation.kafka.client.metrics.waiting-times = no");
    send(null);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      ConsumerRecord<String, String> record = Clients.poll(consumer, 1).get(0);
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      KafkaInstrumentation.runWithBatchSpan(List.of(record), () -> {});
      tracing.configure(FAST);
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      scrape.await(inTopic("count", "CreateTime"), count -> count > 0);
      assertThat(value(inTopic("count", "CreateTime"))).isEqualTo(1);
    }
  }

  private static void awaitMillis(long millis) {
    while (System.currentTimeMillis() < millis) {
      Thread.onSpinWait();
    }
  }

  private static double seconds(long millis) {
    return millis / 1e3;
  }

  private KafkaConsumer<String, String> consumer() {
    return clients.consumer(topic, "group.id", group);
  }

  private void send(Long timestamp) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, null, timestamp, null, "a record")));
    }
  }

  private double value(String series) {
    return scrape.series().get(series);
  }

  private String inTopic(String part, String type) {
    return "kafka_consumer_time_in_topic_seconds_"
        + part
        + "{group="
        + group
        + ", timestamp_type="
        + type
        + ", topic="
        + topic
        + "}";
  }

  private String inBuffer(String part) {
    return "kafka_consumer_buffer_time_seconds_"
        + part
        + "{group="
        + group
        + ", topic="
        + topic
        + "}";
  }

  private String skewed() {
    return "kafka_consumer_time_in_topic_skewed_total{group=" + group + ", topic=" + topic + "}";
  }
}
