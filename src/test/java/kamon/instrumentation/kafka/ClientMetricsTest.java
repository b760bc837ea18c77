package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients know of themselves, as Prometheus sees it. */
@ExtendWith(BrokerExtension.class)
class ClientMetricsTest {
  private static final String FAST =
      """
      kamon.metric.tick-interval = 100 milliseconds
      kamon.instrumentation.kafka.client.metrics.interval = 50 milliseconds
      kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no
      """;

  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;
  private final String group = "group-" + UUID.randomUUID();
  private Scrape scrape;
  private String topic;

  ClientMetricsTest(KafkaBroker broker) {
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
        producer.send(new ProducerRecord<>(topic, "record " + i));
      }
    }
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
