package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class ConsumerSpanTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;

  ConsumerSpanTest(KafkaBroker broker) {
    this.broker = broker;
    this.clients = new Clients(broker);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void span_has_all_tags_with_their_types(String protocol) {
    String topic = clients.newTopic();
    ReportedSpan sent = send(topic, "key");
    ConsumerRecord<String, String> record;
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(
            topic, "group.protocol", protocol, "client.id", "billing", "group.id", "g-" + topic)) {
      record = Clients.poll(consumer, 1).get(0);
    }
    KafkaInstrumentation.consumerSpan(record).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("consumer.process");
    assertThat(span.kind()).isEqualTo("consumer");
    assertThat(span.traceId()).isEqualTo(sent.traceId());
    assertThat(span.parentId()).isEqualTo(sent.spanId());
    assertThat(span.position()).isEqualTo("LocalRoot");
    assertThat(span.error()).isFalse();
    assertThat(span.delayed()).isFalse();
    assertThat(span.links()).isEmpty();
    assertThat(span.marks()).isEmpty();
    Map<String, Object> tags = new HashMap<>(span.tags());
    assertThat(tags.remove("kafka.poll-time"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isBetween(1L, 20_000_000_000L);
    assertThat(tags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.partition",
                0L,
                "kafka.offset",
                0L,
                "kafka.timestamp",
                record.timestamp(),
                "kafka.timestamp-type",
                "CreateTime",
                "kafka.client-id",
                "billing",
                "kafka.group-id",
                "g-" + topic,
                "kafka.key",
                "key"));
    assertThat(span.measured()).containsExactlyInAnyOrder("kafka.topic", "kafka.group-id");
    assertThat(span.metricTags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "component", "kafka.consumer",
                "operation", "consumer.process",
                "span.kind", "consumer",
                "error", false,
                "upstream.name", "tests"));
  }

  @Test
  void consumer_without_a_group_has_no_group_tag() {
    String topic = clients.newTopic();
    send(topic, null);
    Map<String, Object> settings =
        Clients.settings(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            "client.id",
            "reader",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seekToBeginning(List.of(new TopicPartition(topic, 0)));
      KafkaInstrumentation.consumerSpan(Clients.poll(consumer, 1).get(0)).finish();
    }
    assertThat(tracing.next().tags())
        .containsEntry("kafka.client-id", "reader")
        .containsOnlyKeys(
            "kafka.topic",
            "kafka.partition",
            "kafka.offset",
            "kafka.timestamp",
            "kafka.timestamp-type",
            "kafka.client-id",
            "kafka.poll-time");
  }

  @Test
  void share_consumer_shows_group_client_and_delivery_count() {
    String topic = clients.newTopic();
    String group = "share-" + UUID.randomUUID();
    broker.shareGroupReadsFromStart(group);
    ReportedSpan sent = send(topic, "key");
    try (KafkaShareConsumer<String, String> consumer =
        new KafkaShareConsumer<>(
            Clients.settings(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                "group.id",
                group,
                "client.id",
                "sharer"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      ConsumerRecord<String, String> record = null;
      long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
      while (record == null && System.nanoTime() - deadline < 0) {
        for (ConsumerRecord<String, String> polled : consumer.poll(Duration.ofMillis(200))) {
          record = polled;
        }
      }
      KafkaInstrumentation.consumerSpan(record).finish();
    }
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(sent.spanId());
    assertThat(span.tags())
        .containsEntry("kafka.group-id", group)
        .containsEntry("kafka.client-id", "sharer")
        .containsEntry("kafka.delivery-count", 1L)
        .containsKey("kafka.poll-time");
  }

  @Test
  void all_records_of_a_poll_show_the_same_poll_time() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer("linger.ms", "100")) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, "key", "value")));
      }
      sent.forEach(Clients::get);
    }
    tracing.next(100);
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(100));
      while (polled.isEmpty()) {
        polled = consumer.poll(Duration.ofMillis(100));
      }
      assertThat(polled.count()).isGreaterThan(1);
      polled.forEach(record -> KafkaInstrumentation.consumerSpan(record).finish());
      assertThat(
              tracing.next(polled.count()).stream()
                  .map(span -> span.tags().get("kafka.poll-time"))
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  void poll_passes_exceptions_through() {
    try (KafkaConsumer<String, String> consumer = clients.consumer(clients.newTopic())) {
      consumer.wakeup();
      assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1)))
          .isInstanceOf(WakeupException.class);
    }
  }

  @Test
  void consumer_starts_a_linked_trace_when_told_not_to_continue() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.continue-trace-on-consumer = no");
    String topic = clients.newTopic();
    ReportedSpan sent = send(topic, "key");
    KafkaInstrumentation.consumerSpan(clients.only(topic)).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.traceId()).isNotEqualTo(sent.traceId());
    assertThat(span.parentId()).isEmpty();
    assertThat(span.position()).isEqualTo("Root");
    assertThat(span.links())
        .containsExactly(new ReportedSpan.Link("FollowsFrom", sent.traceId(), sent.spanId()));
  }

  @Test
  void record_without_context_gets_a_child_of_the_current_span() {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("topic", 1, 2, null, "value");
    ReportedSpan parent =
        tracing.inSpan("loop", () -> KafkaInstrumentation.consumerSpan(record, "handle").finish());
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("handle");
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(span.links()).isEmpty();
    // Not polled, so without what only a poll knows.
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic", "topic",
                "kafka.partition", 1L,
                "kafka.offset", 2L,
                "kafka.timestamp", -1L,
                "kafka.timestamp-type", "NoTimestampType"));
  }

  @Test
  void record_without_context_starts_a_trace_where_none_is_running() {
    KafkaInstrumentation.consumerSpan(new ConsumerRecord<>("topic", 1, 2, null, "value")).finish();
    assertThat(tracing.next().parentId()).isEmpty();
  }

  @Test
  void broker_timestamps_are_told_apart() {
    String topic = clients.newTopicName();
    broker.createTopic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    send(topic, "key");
    KafkaInstrumentation.consumerSpan(clients.only(topic)).finish();
    assertThat(tracing.next().tags()).containsEntry("kafka.timestamp-type", "LogAppendTime");
  }

  @Test
  void context_is_extracted_from_the_headers_of_any_record() {
    String topic = clients.newTopic();
    Context tags = Context.of("tenant", "acme");
    ReportedSpan sent = Tracing.within(tags, () -> send(topic, "key"));
    ConsumerRecord<String, String> polled = clients.only(topic);
    ConsumerRecord<String, String> copy = Clients.copy(polled, polled.timestamp());
    for (ConsumerRecord<String, String> record : List.of(polled, copy)) {
      Context context = KafkaInstrumentation.extractContext(record);
      assertThat(context.get(Span.Key()).id().string()).isEqualTo(sent.spanId());
      assertThat(context.get(Span.Key()).trace().id().string()).isEqualTo(sent.traceId());
      assertThat(context.tags().without("upstream.name")).isEqualTo(tags.tags());
    }
    assertThat(KafkaInstrumentation.extractContext(new ConsumerRecord<>("t", 0, 0, "k", "v")))
        .isSameAs(Context.Empty());
  }

  @Test
  void hidden_state_gives_a_copied_record_the_tags_of_its_poll() {
    String topic = clients.newTopic();
    send(topic, "key");
    ConsumerRecord<String, String> polled = clients.only(topic);
    ConsumerRecord<String, String> copy = Clients.copy(polled, polled.timestamp());
    KafkaInstrumentation.consumerSpan(polled).finish();
    KafkaInstrumentation.consumerSpan(copy).finish();
    KafkaInstrumentation.copyHiddenState(polled, copy);
    KafkaInstrumentation.consumerSpan(copy).finish();
    List<ReportedSpan> spans = tracing.next(3);
    assertThat(spans.get(1).tags())
        .doesNotContainKeys("kafka.client-id", "kafka.group-id", "kafka.poll-time");
    assertThat(spans.get(2).tags()).isEqualTo(spans.get(0).tags());
  }

  private ReportedSpan send(String topic, String key) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, key, "value")));
    }
    return tracing.next("producer.send");
  }
}
