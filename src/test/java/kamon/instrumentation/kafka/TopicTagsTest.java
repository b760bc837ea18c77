package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records count once, under the name of their topic. */
@Tag("unit") // Kafka counts the same whoever has woven it.
@ExtendWith(BrokerExtension.class)
class TopicTagsTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;
  private final String group = "group-" + UUID.randomUUID();
  private Scrape scrape;

  TopicTagsTest(KafkaBroker broker) {
    this.broker = broker;
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void start() {
    tracing.configure(Scrape.FAST);
    scrape = new Scrape();
  }

  @AfterEach
  void stop() {
    scrape.close();
  }

  @Test
  void consumer_that_is_looked_at_many_times_between_its_polls_counts_once() {
    String topic = newTopic("a.b_c");
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      poll10(consumer);
      scrape.await("kafka_consumer_last_poll_seconds{group=" + group + "}", since -> since >= 1);
      send10(topic);
      poll10(consumer);
      scrape.await(consumed(topic), records -> records == 20);
    }
    assertCounted(Map.of(topic, 20.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b_c", "a_b_c"})
  void consumer_that_is_closed_early_counts_once(String name) {
    String topic = newTopic(name);
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      poll10(consumer);
      scrape.await(connections(), connections -> connections > 0);
    }
    assertCounted(Map.of(topic, 10.0));
  }

  @Test
  void topic_that_was_lost_keeps_its_name_when_the_consumer_is_closed() {
    String lost = newTopic("a.b_c");
    String next = newTopic("d_e.f");
    try (KafkaConsumer<String, String> consumer = consumer(lost)) {
      poll10(consumer);
      scrape.await(consumed(lost), records -> records == 10);
      consumer.subscribe(List.of(next));
      poll10(consumer);
      scrape.await(consumed(next), records -> records == 10);
    }
    assertCounted(Map.of(lost, 10.0, next, 10.0));
  }

  private String newTopic(String name) {
    String topic = name + "-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    send10(topic);
    return topic;
  }

  private void send10(String topic) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>(topic, "record " + i));
      }
    }
  }

  private static void poll10(KafkaConsumer<String, String> consumer) {
    assertThat(Clients.poll(consumer, 10)).hasSize(10);
    consumer.poll(Duration.ZERO); // Kafka counts a fetch when it goes on from it.
  }

  private KafkaConsumer<String, String> consumer(String topic) {
    return clients.consumer(topic, "group.id", group);
  }

  /** After the look that finds the consumer closed, which takes its last counts, too. */
  private void assertCounted(Map<String, Double> byTopic) {
    scrape.await(connections(), connections -> connections == 0);
    scrape.awaitTick();
    Map<String, Double> expected = new TreeMap<>();
    byTopic.forEach((topic, records) -> expected.put(consumed(topic), records));
    Map<String, Double> counted = scrape.series();
    counted.keySet().removeIf(name -> !name.startsWith(consumedBy()));
    assertThat(counted).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(scrape.series().keySet())
        .filteredOn(name -> name.startsWith("kafka_consumer_received_bytes_total{group=" + group))
        .hasSameSizeAs(expected.keySet());
  }

  private String connections() {
    return "kafka_client_connections{group=" + group + "}";
  }

  private String consumedBy() {
    return "kafka_consumer_records_total{group=" + group;
  }

  private String consumed(String topic) {
    return consumedBy() + ", topic=" + topic + "}";
  }
}
