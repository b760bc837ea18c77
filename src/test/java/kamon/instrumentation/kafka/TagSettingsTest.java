package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where tags are: on spans, in metrics, or nowhere. */
@ExtendWith(BrokerExtension.class)
class TagSettingsTest {
  private static final String TAGS = "kamon.instrumentation.kafka.client.tracing.tags ";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  TagSettingsTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void topic_and_group_are_metric_tags_unless_told_otherwise() {
    List<ReportedSpan> spans = trip();
    assertThat(spans.get(0).measured()).containsExactly("kafka.topic");
    assertThat(spans.get(1).measured()).containsExactlyInAnyOrder("kafka.topic", "kafka.group-id");
    assertThat(spans.get(2).measured()).containsExactlyInAnyOrder("kafka.topic", "kafka.group-id");
  }

  @Test
  void each_tag_can_be_of_the_span_only() {
    tracing.configure(TAGS + all("span"));
    for (ReportedSpan span : trip()) {
      assertThat(span.measured()).isEmpty();
      assertThat(span.tags()).containsKeys("kafka.topic", "kafka.partition");
    }
  }

  @Test
  void each_tag_can_be_a_metric_tag() {
    tracing.configure(TAGS + all("metric"));
    List<ReportedSpan> spans = trip();
    assertThat(spans.get(0).measured())
        .containsExactlyInAnyOrder("kafka.topic", "kafka.partition", "kafka.key");
    assertThat(spans.get(0).tags()).containsEntry("kafka.partition", 0L);
    assertThat(spans.get(1).measured())
        .containsExactlyInAnyOrder(
            "kafka.topic", "kafka.partition", "kafka.key", "kafka.offset", "kafka.group-id");
    assertThat(spans.get(1).tags())
        .containsEntry("kafka.partition", 0L)
        .containsEntry("kafka.offset", 0L)
        .containsEntry("kafka.key", "key");
    assertThat(spans.get(2).measured())
        .containsExactlyInAnyOrder("kafka.topic", "kafka.partition", "kafka.group-id");
  }

  @Test
  void each_tag_can_be_left_out() {
    tracing.configure(TAGS + all("off"));
    List<ReportedSpan> spans = trip();
    assertThat(spans.get(0).tags()).containsOnlyKeys("kafka.client-id");
    assertThat(spans.get(1).tags())
        .containsOnlyKeys(
            "kafka.client-id", "kafka.poll-time", "kafka.timestamp", "kafka.timestamp-type");
    assertThat(spans.get(2).tags())
        .containsOnlyKeys("kafka.client-id", "kafka.poll-time", "kafka.batch.size");
    KafkaInstrumentation.batchSpan(List.of(record("a", "k"), record("b", "k"))).finish();
    assertThat(tracing.next().tags()).containsOnlyKeys("kafka.batch.size");
  }

  @Test
  void several_topics_of_a_batch_are_no_metric_tag() {
    KafkaInstrumentation.batchSpan(List.of(record("a", "k"), record("b", "k"))).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.measured()).isEmpty();
    assertThat(span.tags()).containsEntry("kafka.topic", "a,b");
  }

  @Test
  void metric_tags_are_there_whatever_the_sampling() {
    String topic = "unseen-" + UUID.randomUUID();
    for (String sampler : List.of("always", "never")) {
      tracing.configure("kamon.trace.sampler = " + sampler);
      for (int i = 0; i < 3; i++) {
        KafkaInstrumentation.consumerSpan(record(topic, "k")).finish();
      }
    }
    assertThat(tracing.next(3)).allSatisfy(s -> assertThat(s.measured()).contains("kafka.topic"));
    try (Scrape scrape = scrape("kamon.trace.sampler = never\n" + TAGS + "{ key = metric }")) {
      for (int i = 0; i < 5; i++) {
        KafkaInstrumentation.runWithConsumerSpan(unsampled(record(topic, "k")), () -> {});
      }
      scrape.await(
          "span_processing_time_seconds_count{component=kafka.consumer, error=false, kafka_key=k,"
              + " kafka_topic="
              + topic
              + ", operation=consumer.process, span_kind=consumer, upstream_name=tests}",
          count -> count == 5);
    }
    tracing.configure("kamon.trace.sampler = always");
  }

  @Test
  void metrics_of_10_000_values_end_at_the_limit_and_spans_keep_the_value() {
    tracing.configure(
        "kamon.trace.sampler = never\n" + TAGS + "{ key = metric, max-metric-values = 20 }");
    Set<String> before = measuredTopics();
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 10_000; i++) {
        KafkaInstrumentation.consumerSpan(record("end-" + i, "end-" + i)).finish();
      }
      assertThat(logs.warnings()).hasSizeBetween(1, 2).allSatisfy(TagSettingsTest::isOfTheLimit);
    }
    Set<String> after = measuredTopics();
    after.removeAll(before);
    assertThat(after).hasSizeLessThanOrEqualTo(20);

    tracing.configure(TAGS + "{ key = metric, max-metric-values = 20 }");
    KafkaInstrumentation.consumerSpan(record("end-9999", "end-9999")).finish();
    ReportedSpan last = tracing.next();
    assertThat(last.measured()).isEmpty();
    assertThat(last.tags())
        .containsEntry("kafka.topic", "end-9999")
        .containsEntry("kafka.key", "end-9999");
  }

  private static void isOfTheLimit(String warning) {
    assertThat(warning)
        .startsWith("Metrics of spans are without the tag kafka.")
        .contains("tracing.tags.max-metric-values = 20 other values before");
  }

  @Test
  void value_that_would_break_a_scrape_is_made_harmless_in_metrics() {
    tracing.configure(TAGS + "{ key = metric }");
    KafkaInstrumentation.consumerSpan(record("t", "a\"b\nc\\d")).finish();
    assertThat(tracing.next().tags()).containsEntry("kafka.key", "a_b_c_d");
  }

  private Scrape scrape(String settings) {
    tracing.configure(
        settings + "\nkamon.metric.tick-interval = 100 milliseconds\n" + Scrape.SETTINGS);
    return new Scrape("span_processing_time_seconds_count");
  }

  /** The spans of a send, of the record's processing, and of a batch of it. */
  private List<ReportedSpan> trip() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
    }
    ConsumerRecord<String, String> record;
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      record = Clients.poll(consumer, 1).get(0);
    }
    KafkaInstrumentation.consumerSpan(record).finish();
    KafkaInstrumentation.batchSpan(List.of(record)).finish();
    return tracing.next(3);
  }

  private static String all(String mode) {
    return "{ key = M, topic = M, group = M, partition = M, offset = M }".replace("M", mode);
  }

  private static Set<String> measuredTopics() {
    Set<String> topics = new HashSet<>();
    for (String tags : Instruments.tagsOf("span.processing-time")) {
      if (tags.contains("kafka.topic")) {
        topics.add(tags);
      }
    }
    return topics;
  }

  private static <K> ConsumerRecord<String, Object> record(String topic, K key) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ConsumerRecord<String, Object> record = new ConsumerRecord(topic, 0, 7, key, "value");
    return record;
  }

  private static ConsumerRecord<String, Object> unsampled(ConsumerRecord<String, Object> record) {
    Span span =
        Kamon.spanBuilder("sender")
            .ignoreParentFromContext()
            .samplingDecision(Trace$SamplingDecision$DoNotSample$.MODULE$)
            .start();
    span.finish();
    record
        .headers()
        .add(new RecordHeader("kctx", Kctx.write(Context.Empty().withEntry(Span.Key(), span))));
    return record;
  }
}
