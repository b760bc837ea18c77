package kamon.instrumentation.kafka.reliability.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import kamon.context.generated.binary.context.Context;
import kamon.context.generated.binary.context.StringTag;
import kamon.context.generated.binary.context.Tags;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sender whose every record has other tags, and two services behind each other. */
@ExtendWith(BrokerExtension.class)
class TagFloodIT {
  private static final int RECORDS = Effort.current().pick(1_000, 100_000);
  private static final int MAX_TAGS = 32;
  private static final int MAX_SIZE = 2048;
  private static final int ONCE = 40;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void made_up_tags_grow_neither_headers_nor_metrics_nor_logs_from_service_to_service(
      KafkaBroker broker) throws Exception {
    List<String> topics = new ArrayList<>();
    for (String hop : List.of("a", "b", "c")) {
      topics.add(hop + "-" + UUID.randomUUID());
      broker.createTopic(topics.get(topics.size() - 1), 1);
    }
    try (ChildJvm b = relay(broker, "b", topics.get(0), topics.get(1));
        ChildJvm c = relay(broker, "c", topics.get(1), topics.get(2))) {
      flood(broker, topics.get(0));
      for (ChildJvm relay : List.of(b, c)) {
        assertThat(relay.awaitExit(LIMIT)).isZero();
        assertThat(series(relay, "all")).isEqualTo(series(relay, "half"));
        assertThat(relay.lines()).hasSizeLessThan(20);
      }
      // Whose tags are not known as metric tags: none of them is left in one.
      assertThat(series(c, "all")).isLessThanOrEqualTo(series(b, "all") + 5);
    }
    assertHeaders(broker, topics.get(1), topics.get(2));
  }

  private static ChildJvm relay(KafkaBroker broker, String service, String from, String to) {
    return ChildJvm.main(RelayMain.class.getName())
        .jvmArgs("-javaagent:" + System.getProperty("agent.jar"), "-Xmx128m")
        .jvmArgs("-Dkamon.environment.service=" + service, "-Dkamon.init.hide-banner=yes")
        // Those of the clients begin when they are read first, some time after the start.
        .jvmArgs("-Dkamon.instrumentation.kafka.client.metrics.enabled=no")
        .jvmArgs("-Dkamon.trace.sampler=always")
        .args(broker.bootstrapServers(), from, to, String.valueOf(RECORDS))
        .start();
  }

  private static long series(ChildJvm relay, String when) {
    String line = relay.awaitLine(when + " ", LIMIT);
    return Long.parseLong(line.substring(when.length() + 1));
  }

  private static void flood(KafkaBroker broker, String topic) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        Clients.producer(broker.bootstrapServers(), Map.of("linger.ms", 5))) {
      for (int i = 0; i < RECORDS; i++) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, "value");
        record.headers().add("kctx", kctx(i));
        record.headers().add("context-tags", ("a" + i + "=1;").repeat(20).getBytes(UTF_8));
        sent.add(producer.send(record));
      }
      for (Future<?> record : sent) {
        record.get();
      }
    }
  }

  /** As many tags as may be, of which each is new, and the name of a service that nobody has. */
  private static byte[] kctx(int i) {
    StringTag[] tags = new StringTag[MAX_TAGS - 1];
    for (int tag = 0; tag < tags.length; tag++) {
      tags[tag] =
          new StringTag()
              .withKey(tag == 0 ? "upstream.name" : "tag-" + tag + "-" + i)
              .withValue("value-" + i + "-" + "x".repeat(20));
    }
    Tags all = new Tags();
    all.setStrings(tags);
    Context context = new Context();
    context.setTags(all);
    byte[] bytes = new byte[context.marshalFit()];
    return Arrays.copyOf(bytes, context.marshal(bytes, 0));
  }

  private static void assertHeaders(KafkaBroker broker, String first, String last) {
    List<ConsumerRecord<String, String>> once = read(broker, first);
    List<ConsumerRecord<String, String>> twice = read(broker, last);
    for (int i = 0; i < RECORDS; i++) {
      byte[] before = kctx(once.get(i));
      byte[] after = kctx(twice.get(i));
      assertThat(before.length).isLessThanOrEqualTo(MAX_SIZE);
      // Once: a parent, and next to its own name, as Kamon does, that of the service before.
      assertThat(after.length).isLessThanOrEqualTo(MAX_SIZE).isLessThan(before.length + ONCE);
      assertThat(twice.get(i).headers().toArray()).hasSize(2);
    }
  }

  private static byte[] kctx(ConsumerRecord<String, String> record) {
    List<Header> all = new ArrayList<>();
    record.headers().headers("kctx").forEach(all::add);
    assertThat(all).hasSize(1);
    return all.get(0).value();
  }

  private static List<ConsumerRecord<String, String>> read(KafkaBroker broker, String topic) {
    try (KafkaConsumer<String, String> consumer =
        Clients.consumer(broker.bootstrapServers(), "reader-" + topic, topic, Map.of())) {
      return Clients.poll(consumer, RECORDS);
    }
  }
}
