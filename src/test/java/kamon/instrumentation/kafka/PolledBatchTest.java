package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches as they come from a broker. */
@ExtendWith(BrokerExtension.class)
class PolledBatchTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  PolledBatchTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void all_of_a_poll_have_one_span_with_links_and_what_the_poll_knows() {
    String topic = clients.newTopic();
    List<ReportedSpan> sent = send(topic, 3);
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(topic, "client.id", "billing", "group.id", "g-" + topic)) {
      ConsumerRecords<String, String> polled = poll(consumer);
      assertThat(polled.count()).isEqualTo(3);
      String forwarded = clients.newTopic();
      KafkaInstrumentation.runWithBatchSpan(polled, () -> sendOne(forwarded));
    }
    ReportedSpan forwarded = tracing.next("producer.send");
    ReportedSpan span = tracing.next();
    assertThat(forwarded.parentId()).isEqualTo(span.spanId());
    assertThat(span.name()).isEqualTo("consumer.process-batch");
    assertThat(span.parentId()).isEmpty();
    assertThat(span.links())
        .containsExactlyInAnyOrderElementsOf(
            sent.stream()
                .map(one -> new ReportedSpan.Link("FollowsFrom", one.traceId(), one.spanId()))
                .toList());
    Map<String, Object> tags = new HashMap<>(span.tags());
    assertThat(tags.remove("kafka.poll-time"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isPositive();
    assertThat(tags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.partition",
                0L,
                "kafka.batch.size",
                3L,
                "kafka.client-id",
                "billing",
                "kafka.group-id",
                "g-" + topic));
  }

  @Test
  void records_of_several_polls_do_not_have_what_one_of_them_knows() {
    String topic = clients.newTopic();
    send(topic, 2);
    List<ConsumerRecord<String, String>> collected = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(topic, "max.poll.records", "1")) {
      collected.addAll(Clients.poll(consumer, 1));
      collected.addAll(Clients.poll(consumer, 1));
    }
    KafkaInstrumentation.batchSpan(collected).finish();
    assertThat(tracing.next().tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("kafka.topic", topic, "kafka.partition", 0L, "kafka.batch.size", 2L));
  }

  private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer) {
    long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
    ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(100));
    while (polled.isEmpty() && System.nanoTime() - deadline < 0) {
      polled = consumer.poll(Duration.ofMillis(100));
    }
    return polled;
  }

  private void sendOne(String topic) {
    assertThat(Kamon.currentSpan().isEmpty()).isFalse();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
    }
  }

  /** In one batch for the broker, so that one poll has them all. */
  private List<ReportedSpan> send(String topic, int records) {
    try (KafkaProducer<String, String> producer = clients.producer("linger.ms", "1000")) {
      for (int i = 0; i < records; i++) {
        var unused = producer.send(new ProducerRecord<>(topic, "key", "value"));
      }
      producer.flush();
    }
    return tracing.next(records);
  }
}
