package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.weave.ConsumerEntry;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records, consumers and interceptors as libraries and applications make them of Kafka's. */
@ExtendWith(BrokerExtension.class)
class ForeignRecordsTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;

  ForeignRecordsTest(KafkaBroker broker) {
    this.broker = broker;
    clients = new Clients(broker);
  }

  /** As Reactor Kafka's ReceiverRecord: the user never sees the polled one. */
  private static final class AcknowledgedRecord extends ConsumerRecord<String, String> {
    AcknowledgedRecord(ConsumerRecord<String, String> polled) {
      super(
          polled.topic(),
          polled.partition(),
          polled.offset(),
          polled.timestamp(),
          polled.timestampType(),
          polled.serializedKeySize(),
          polled.serializedValueSize(),
          polled.key(),
          polled.value(),
          polled.headers(),
          polled.leaderEpoch());
    }
  }

  /** Row A14. */
  @Test
  void record_that_a_library_builds_from_a_polled_one_has_the_tags_of_its_poll() {
    String topic = clients.newTopic();
    send(topic);
    ConsumerRecord<String, String> polled = clients.only(topic);
    KafkaInstrumentation.consumerSpan(polled).finish();
    KafkaInstrumentation.consumerSpan(new AcknowledgedRecord(polled)).finish();
    List<ReportedSpan> spans = tracing.next(2);
    assertThat(spans.get(0).tags())
        .containsKeys("kafka.client-id", "kafka.group-id", "kafka.poll-time");
    assertThat(spans.get(1).tags()).isEqualTo(spans.get(0).tags());
    assertThat(spans.get(1).parentId()).isEqualTo(spans.get(0).parentId()).isNotEmpty();
  }

  /** What was polled is not what is sent on: the facts stay with the first. */
  @Test
  void record_that_is_sent_on_with_its_headers_is_polled_anew() {
    String topic = clients.newTopic();
    String next = clients.newTopic();
    send(topic);
    ConsumerRecord<String, String> polled = clients.only(topic);
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(
          producer.send(new ProducerRecord<>(next, null, null, "key", "value", polled.headers())));
    }
    tracing.next("producer.send");
    try (KafkaConsumer<String, String> consumer = clients.consumer(next, "client.id", "second")) {
      KafkaInstrumentation.consumerSpan(Clients.poll(consumer, 1).get(0)).finish();
    }
    assertThat(tracing.next().tags()).containsEntry("kafka.client-id", "second");
  }

  /** Row A10. */
  @Test
  void record_without_a_timestamp_type_lacks_that_tag_and_nothing_else() {
    String topic = clients.newTopic();
    ReportedSpan sent = send(topic);
    ConsumerRecord<String, String> polled = clients.only(topic);
    Headers headers = new RecordHeaders(polled.headers().toArray());
    ConsumerRecord<String, String> made =
        new ConsumerRecord<>(
            topic, 0, 0, polled.timestamp(), null, 3, 5, "key", "value", headers, Optional.empty());
    KafkaInstrumentation.runWithConsumerSpan(
        made,
        () -> assertThat(Kamon.currentSpan().trace().id().string()).isEqualTo(sent.traceId()));
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(sent.spanId());
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.partition",
                0L,
                "kafka.offset",
                0L,
                "kafka.timestamp",
                polled.timestamp(),
                "kafka.key",
                "key"));
  }

  /** As applications extend the consumer, to give it other metrics. */
  private static final class OwnMetrics extends KafkaConsumer<String, String> {
    OwnMetrics(Map<String, Object> settings) {
      super(settings, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
      return Map.of();
    }
  }

  /** Row A20. */
  @Test
  void consumer_that_hides_its_metrics_still_has_a_client_id() {
    String topic = clients.newTopic();
    send(topic);
    Map<String, Object> settings =
        Clients.settings(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            "client.id",
            "hidden",
            "group.id",
            "g-" + topic,
            "auto.offset.reset",
            "earliest");
    try (OwnMetrics consumer = new OwnMetrics(settings)) {
      consumer.subscribe(List.of(topic));
      KafkaInstrumentation.consumerSpan(Clients.poll(consumer, 1).get(0)).finish();
    }
    assertThat(tracing.next().tags())
        .containsEntry("kafka.client-id", "hidden")
        .containsEntry("kafka.group-id", "g-" + topic);
  }

  /** Hands on linked lists of many records, of which each was polled once. */
  public static final class Linking implements ConsumerInterceptor<String, String> {
    static final int RECORDS = 100_000;

    @Override
    @SuppressWarnings("JdkObsolete") // the very list that has no index
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      Map<TopicPartition, List<ConsumerRecord<String, String>>> linked = new HashMap<>();
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<String, String>> list = new LinkedList<>();
        for (int i = 0; i < RECORDS; i++) {
          list.add(
              new ConsumerRecord<>(
                  partition.topic(),
                  partition.partition(),
                  i,
                  0,
                  TimestampType.CREATE_TIME,
                  0,
                  0,
                  "key",
                  "value",
                  new RecordHeaders(),
                  Optional.empty()));
        }
        linked.put(partition, list);
      }
      return new ConsumerRecords<>(linked, Map.of());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  /**
   * Row B8. The bound is far from both: what takes 3 seconds by index, half of 100,000 steps for
   * each of 100,000 records, takes some milliseconds one after the other. It is time of the
   * processor: others may be busy, too.
   */
  @Test
  @SuppressWarnings("JdkObsolete")
  void poll_of_linked_lists_takes_time_in_proportion_to_its_records() {
    String topic = clients.newTopic();
    send(topic);
    List<ConsumerRecord<String, String>> polled;
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(topic, "interceptor.classes", Linking.class.getName())) {
      polled = Clients.poll(consumer, Linking.RECORDS);
    }
    for (ConsumerRecord<String, String> record :
        List.of(polled.get(0), polled.get(Linking.RECORDS - 1))) {
      KafkaInstrumentation.consumerSpan(record).finish();
      assertThat(tracing.next().tags()).containsKey("kafka.poll-time");
    }
    List<ConsumerRecord<String, String>> linked = new LinkedList<>(polled);
    ConsumerRecords<String, String> records =
        new ConsumerRecords<>(Map.of(new TopicPartition(topic, 0), linked), Map.of());
    // Closed as one that is woven, or it would be read for metrics while other tests run.
    MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    ConsumerEntry.afterPoll(consumer, System.nanoTime(), records);
    long took = threads.getCurrentThreadCpuTime() - start;
    ConsumerEntry.afterClose(consumer);
    assertThat(took).isLessThan(1_000_000_000L);
  }

  private ReportedSpan send(String topic) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
    }
    return tracing.next("producer.send");
  }
}
