package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys and headers of records as tags: what the settings say of their values. */
@ExtendWith(BrokerExtension.class)
class ValueTagsTest {
  private static final String TAGS = "kamon.instrumentation.kafka.client.tracing.tags ";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  ValueTagsTest(KafkaBroker broker) {
    clients = new Clients(broker);
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
      assertThat(logs.awaitWarnings(1))
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
      assertThat(logs.awaitWarnings(1)).hasSize(1).noneMatch(line -> line.contains("s3cret"));
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

  private static <K> ConsumerRecord<String, Object> record(String topic, K key) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ConsumerRecord<String, Object> record = new ConsumerRecord(topic, 0, 7, key, "value");
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
