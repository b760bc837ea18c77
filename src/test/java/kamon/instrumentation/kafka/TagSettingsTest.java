package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  @Test
  void hash_of_a_key_is_the_same_for_text_and_bytes_and_depends_on_the_secret() throws Exception {
    tracing.configure(TAGS + "{ key = hash, key-hash-secret = s3cret }");
    byte[] bytes = "käse".getBytes(StandardCharsets.UTF_8);
    // echo -n käse | openssl dgst -sha256 -hmac s3cret
    String expected = hmac("s3cret", bytes).substring(0, 16);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (Object key : List.of("käse", bytes, Bytes.wrap(bytes), buffer)) {
      assertThat(keyTag(key)).isEqualTo(expected);
    }
    assertThat(buffer.remaining()).as("untouched").isEqualTo(bytes.length);
    assertThat(keyTag("k".repeat(1000) + 1)).isNotEqualTo(keyTag("k".repeat(1000) + 2));
    assertThat(keyTag(42)).isEqualTo(keyTag("42"));
    assertThat(keyTag(null)).isNull();
    tracing.configure(TAGS + "{ key = hash, key-hash-secret = other }");
    assertThat(keyTag("käse")).isEqualTo(hmac("other", bytes).substring(0, 16));
  }

  @Test
  void key_whose_toString_throws_has_no_hash_and_costs_nothing_else() {
    tracing.configure(TAGS + "{ key = hash, key-hash-secret = s3cret }");
    Object key =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text for this key");
          }
        };
    assertThat(keyTag(key)).isNull();
  }

  @Test
  void hash_without_a_secret_is_no_tag_and_said_once() {
    try (Logs logs = new Logs()) {
      tracing.configure(TAGS + "{ key = hash }");
      assertThat(keyTag("key")).isNull();
      assertThat(keyTag("key")).isNull();
      assertThat(logs.warnings())
          .containsExactly(
              "Setting kamon.instrumentation.kafka.client.tracing.tags.key = hash needs"
                  + " kamon.instrumentation.kafka.client.tracing.tags.key-hash-secret: without it,"
                  + " spans have no tag kafka.key");
    }
  }

  @Test
  void wrong_secret_is_not_logged() {
    try (Logs logs = new Logs()) {
      tracing.configure(TAGS + "{ key = hash, key-hash-secret = [s3cret] }");
      assertThat(keyTag("key")).isNull();
      assertThat(logs.warnings()).hasSize(1).noneMatch(line -> line.contains("s3cret"));
    }
  }

  @Test
  void headers_that_are_named_become_tags() {
    tracing.configure(TAGS + "{ headers = [tenant, raw, missing, control, \"x y\"] }");
    String topic = clients.newTopic();
    ProducerRecord<String, String> sent = new ProducerRecord<>(topic, "value");
    sent.headers()
        .add("tenant", bytes("first"))
        .add("tenant", bytes("acme"))
        .add("other", bytes("secret"))
        .add("raw", new byte[] {0, (byte) 0xff})
        .add("control", bytes("a\nb\u001b[31m"))
        .add("x y", bytes("v".repeat(1000)));
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(sent));
    }
    KafkaInstrumentation.consumerSpan(clients.only(topic)).finish();
    for (ReportedSpan span : tracing.next(2)) {
      Map<String, Object> tags = new TreeMap<>(span.tags());
      tags.keySet().removeIf(name -> !name.startsWith("kafka.header."));
      assertThat(tags)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "kafka.header.tenant",
                  "acme",
                  "kafka.header.raw",
                  "0x00ff",
                  "kafka.header.control",
                  "0x610a621b5b33316d",
                  "kafka.header.x y",
                  "v".repeat(128) + "…"));
    }
  }

  @Test
  void headers_that_a_whole_batch_shares_become_tags() {
    tracing.configure(TAGS + "{ headers = [tenant, number, some] }");
    List<ConsumerRecord<String, Object>> records =
        List.of(record("t", "a"), record("t", "b"), record("t", "c"));
    for (int i = 0; i < 3; i++) {
      records.get(i).headers().add("tenant", bytes("acme")).add("number", bytes("n" + i));
    }
    records.get(0).headers().add("some", bytes("value"));
    KafkaInstrumentation.batchSpan(records).finish();
    assertThat(tracing.next().tags())
        .containsEntry("kafka.header.tenant", "acme")
        .doesNotContainKeys("kafka.header.number", "kafka.header.some");
  }

  private Object keyTag(Object key) {
    KafkaInstrumentation.consumerSpan(record("t", key)).finish();
    return tracing.next().tags().get("kafka.key");
  }

  private static String hmac(String secret, byte[] text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text));
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
