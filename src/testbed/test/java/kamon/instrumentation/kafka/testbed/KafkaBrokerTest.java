package kamon.instrumentation.kafka.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
final class KafkaBrokerTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final KafkaBroker broker;

  KafkaBrokerTest(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void records_stay_however_old_they_are() throws Exception {
    broker.createTopic("old", 1);
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "old");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
      assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_record_sent_is_a_record_polled(String protocol) throws Exception {
    String topic = "polled-" + protocol;
    broker.createTopic(topic, 2, Map.of("message.timestamp.type", "LogAppendTime"));
    send(topic, "key", "value");

    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                protocol,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      ConsumerRecord<String, String> record = first(() -> consumer.poll(Duration.ofMillis(100)));
      assertThat(record.key()).isEqualTo("key");
      assertThat(record.value()).isEqualTo("value");
      assertThat(record.offset()).isZero();
      assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
      assertThat(consumer.partitionsFor(topic)).hasSize(2);
    }
  }

  @Test
  void share_group_reads_from_the_start() throws Exception {
    broker.createTopic("shared", 1);
    broker.shareGroupReadsFromStart("sharers");
    send("shared", "key", "value");

    try (ShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "sharers"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("shared"));
      assertThat(first(() -> consumer.poll(Duration.ofMillis(100))).value()).isEqualTo("value");
    }
  }

  @Test
  void transactions_commit() {
    broker.createTopic("transactional", 1);
    try (Producer<String, String> producer = producer(Map.of("transactional.id", "tx"))) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("transactional", "value"));
      producer.commitTransaction();
      assertThat(sent).succeedsWithin(LIMIT);
    }
  }

  @Test
  void existing_topic_is_an_error_that_names_it() {
    broker.createTopic("twice", 1);
    assertThatThrownBy(() -> broker.createTopic("twice", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("create topic twice")
        .hasMessageContaining("already exists");
  }

  @Test
  void taken_port_is_an_error_that_names_it() {
    String taken = broker.bootstrapServers().replaceFirst(".*:", "");
    assertThatThrownBy(() -> KafkaBroker.start(Integer.parseInt(taken)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Port " + taken + " is taken");
  }

  private void send(String topic, String key, String value) throws Exception {
    try (Producer<String, String> producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  private Producer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static ConsumerRecord<String, String> first(
      Supplier<ConsumerRecords<String, String>> poll) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    assertThat(
            Waiting.until(
                LIMIT,
                () -> {
                  poll.get().forEach(records::add);
                  return !records.isEmpty();
                }))
        .isTrue();
    assertThat(records).hasSize(1);
    return records.get(0);
  }
}
