package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients know of themselves, as Prometheus sees it. */
@ExtendWith(BrokerExtension.class)
class ClientMetricsTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;
  private final String group = "group-" + UUID.randomUUID();
  private Scrape scrape;
  private String topic;
  private String twoPartitions;

  ClientMetricsTest(KafkaBroker broker) {
    this.broker = broker;
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void start() {
    tracing.configure(Scrape.FAST);
    scrape = new Scrape();
    topic = clients.newTopic();
  }

  @AfterEach
  void stop() {
    scrape.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void lag_is_what_the_broker_says_ages_while_paused_and_falls_after_resume(String protocol)
      throws Exception {
    List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
    send(100);
    try (KafkaConsumer<String, String> consumer =
        consumer("max.poll.records", "10", "group.protocol", protocol)) {
      Clients.poll(consumer, 10);
      consumer.commitSync();
      assertThat(brokersLag()).isEqualTo(90);
      scrape.await(series("kafka_consumer_lag"), lag -> lag == 90);

      consumer.pause(partition);
      send(100);
      assertThat(brokersLag()).isEqualTo(190);
      double old = scrape.await(series("kafka_consumer_lag_age_seconds"), age -> age > 0.2);
      consumer.poll(Duration.ZERO);
      scrape.await(series("kafka_consumer_lag_age_seconds"), age -> age > old + 0.2);
      assertThat(scrape.series()).containsEntry(series("kafka_consumer_lag"), 90.0);

      consumer.resume(partition);
      Clients.poll(consumer, 190);
      consumer.commitSync();
      assertThat(brokersLag()).isZero();
      scrape.await(series("kafka_consumer_lag"), lag -> lag == 0);
      scrape.await(
          series("kafka_consumer_lag_age_seconds"),
          age -> {
            consumer.poll(Duration.ofMillis(100));
            return age == 0;
          });
      scrape.await(
          "kafka_consumer_records_total{group=" + group + ", topic=" + topic + "}",
          records -> records == 200);
    }
  }

  @Test
  void closed_consumer_leaves_no_lag_and_the_other_of_its_group_keeps_its_own() {
    topic = clients.newTopicName();
    twoPartitions = topic;
    broker.createTopic(topic, 2);
    try (KafkaConsumer<String, String> stays = consumer("max.poll.records", "10");
        KafkaConsumer<String, String> leaves = consumer("max.poll.records", "10")) {
      await(
          () -> {
            poll(stays);
            poll(leaves);
            return stays.assignment().size() == 1 && leaves.assignment().size() == 1;
          });
      send(100);
      await(() -> !poll(stays).isEmpty());
      await(() -> !poll(leaves).isEmpty());
      TopicPartition kept = stays.assignment().iterator().next();
      await(() -> instruments("kafka.consumer.lag") == 2);
      scrape.await("kafka_consumer_partitions_assigned" + ofGroup(), partitions -> partitions == 2);
      leaves.close();
      scrape.await("kafka_consumer_partitions_assigned" + ofGroup(), partitions -> partitions == 1);
      await(() -> instruments("kafka.consumer.lag") == 1);
      scrape.await(age(1 - kept.partition()), age -> age == 0);
      scrape.await(age(kept.partition()), age -> age > 0);
    }
  }

  @Test
  void partition_that_is_lost_has_no_lag_any_more() {
    send(100);
    try (KafkaConsumer<String, String> consumer = consumer("max.poll.records", "10")) {
      Clients.poll(consumer, 10);
      scrape.await(lag(0), lag -> lag == 90);
      consumer.unsubscribe();
      scrape.await(lag(0), lag -> lag == 0);
      await(() -> instruments("kafka.consumer.lag") == 0);
      await(() -> instruments("kafka.consumer.lag.age") == 0); // one after the other
    }
  }

  @Test
  void a_hundred_clients_that_come_and_go_count_everything_and_leave_no_instrument() {
    String records = "kafka_producer_records_total{topic=" + topic + "}";
    for (int i = 0; i < 100; i++) {
      send(1);
    }
    scrape.await(records, sent -> sent == 100);
    Instruments.awaitNoneOfKafka();
    send(1); // after all was quiet
    scrape.await(records, sent -> sent == 101);
    Instruments.awaitNoneOfKafka();
  }

  @Test
  void names_that_a_label_cannot_have_break_no_scrape() {
    send(1);
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(topic, "group.id", "a \"group\"\nof \\" + topic)) {
      Clients.poll(consumer, 1);
      scrape.await(
          "kafka_consumer_lag{group=a _group__of _" + topic + ", partition=0, topic=" + topic + "}",
          lag -> lag == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b_c", "a_b_c"})
  void topics_have_their_own_names(String name) {
    topic = name + "-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    send(20);
    try (KafkaConsumer<String, String> consumer = consumer("max.poll.records", "10")) {
      Clients.poll(consumer, 10);
      await(
          () -> {
            consumer.poll(Duration.ofMillis(10));
            return scrape.series().getOrDefault(consumed(), 0.0) == 20;
          });
      assertThat(scrape.series().keySet())
          .filteredOn(series -> series.startsWith("kafka_consumer_records_total{group=" + group))
          .containsExactly(consumed());
    }
  }

  @Test
  void limit_keeps_what_is_there_and_is_said_once() {
    send(100);
    Instruments.awaitNoneOfKafka();
    tracing.configure(Scrape.FAST + "kamon.instrumentation.kafka.client.metrics.max-series = 12");
    try (Logs logs = new Logs();
        KafkaConsumer<String, String> consumer = consumer("max.poll.records", "10")) {
      Clients.poll(consumer, 10);
      await(() -> Instruments.ofKafka().size() == 12 + 1); // and kafka.clients.open
      await(() -> logs.warnings().stream().anyMatch(line -> line.contains("max-series")));
      Clients.poll(consumer, 90);
      scrape.await("kafka_client_connections" + ofGroup(), connections -> connections > 0);
      assertThat(Instruments.ofKafka()).hasSize(12 + 1);
      assertThat(instruments("kafka.consumer.lag")).isZero();
      assertThat(logs.warnings())
          .filteredOn(line -> line.contains("max-series = 12"))
          .hasSize(1)
          .allSatisfy(line -> assertThat(line).contains("Raise that setting"));
    }
  }

  @Test
  void off_takes_all_away_and_on_brings_it_back() {
    send(20);
    try (KafkaConsumer<String, String> consumer = consumer("max.poll.records", "10")) {
      Clients.poll(consumer, 10);
      scrape.await(lag(0), lag -> lag == 10);
      tracing.configure(Scrape.FAST + "kamon.instrumentation.kafka.client.metrics.enabled = no");
      Instruments.awaitNoneOfKafka();
      send(10);
      tracing.configure(Scrape.FAST);
      await(
          () -> {
            consumer.poll(Duration.ZERO);
            return scrape.series().getOrDefault(lag(0), -1.0) == 0
                && instruments("kafka.consumer.lag") == 1;
          });
    }
  }

  @Test
  void client_id_is_a_tag_when_asked_for() {
    tracing.configure(Scrape.FAST + "kamon.instrumentation.kafka.client.metrics.client-id = yes");
    try (KafkaProducer<String, String> producer = clients.producer("client.id", "a \"client\"")) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "a record")));
      scrape.await(
          "kafka_producer_records_total{client_id=a _client_, topic=" + topic + "}",
          records -> records == 1);
    }
  }

  @Test
  void share_consumer_has_its_metrics() {
    broker.shareGroupReadsFromStart(group);
    send(10);
    try (KafkaShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      int[] polled = new int[1];
      await(() -> (polled[0] += consumer.poll(Duration.ofMillis(100)).count()) == 10);
      scrape.await("kafka_consumer_last_poll_seconds" + ofGroup(), seconds -> seconds < 20);
      scrape.await("kafka_consumer_records_total" + ofGroup(), records -> records == 10);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Tracing.PATIENCE).until(condition);
  }

  private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer) {
    return consumer.poll(Duration.ofMillis(50));
  }

  private static long instruments(String metric) {
    return Instruments.ofKafka().stream().filter(name -> name.startsWith(metric + " ")).count();
  }

  private String ofGroup() {
    return "{group=" + group + "}";
  }

  private String consumed() {
    return "kafka_consumer_records_total{group=" + group + ", topic=" + topic + "}";
  }

  private String lag(int partition) {
    return series("kafka_consumer_lag").replace("partition=0", "partition=" + partition);
  }

  private String age(int partition) {
    return lag(partition).replace("lag", "lag_age_seconds");
  }

  private KafkaConsumer<String, String> consumer(String... settings) {
    String[] all = new String[settings.length + 2];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "group.id";
    all[settings.length + 1] = group;
    return clients.consumer(topic, all);
  }

  private void send(int records) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions(), null, "record " + i));
      }
    }
  }

  private int partitions() {
    return topic.equals(twoPartitions) ? 2 : 1;
  }

  private String series(String name) {
    return name + "{group=" + group + ", partition=0, topic=" + topic + "}";
  }

  /** As kafka-consumer-groups computes it. */
  private long brokersLag() throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      long end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
      return end
          - admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition)
              .offset();
    }
  }
}
