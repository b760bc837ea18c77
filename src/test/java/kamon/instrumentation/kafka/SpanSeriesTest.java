package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus gets of our spans from Kamon's own reporter for it. */
@ExtendWith(BrokerExtension.class)
class SpanSeriesTest {
  private static final String METRIC = "span_processing_time_seconds";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  SpanSeriesTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void sends_and_processing_of_each_topic_and_group_are_counted_and_timed() {
    tracing.configure("kamon.metric.tick-interval = 100 milliseconds\n" + Scrape.SETTINGS);
    String topic = clients.newTopic();
    String group = "of-" + topic;
    try (Scrape scrape = new Scrape(METRIC)) {
      trip(topic, group);
      tracing.next(6);
      String batch =
          count("consumer", "consumer.process-batch", topic, ", kafka_group_id=" + group, false);
      Map<String, Double> wanted =
          Map.of(
              count("producer", "producer.send", topic, "", false),
              2.0,
              count("producer", "producer.send", topic, "", true),
              1.0,
              count("consumer", "consumer.process", topic, ", kafka_group_id=" + group, false),
              2.0,
              batch,
              1.0);
      Awaitility.await()
          .atMost(Tracing.PATIENCE)
          .untilAsserted(() -> assertThat(counts(scrape, topic)).isEqualTo(wanted));
      Map<String, Double> all = scrape.series();
      wanted.forEach(
          (name, count) -> {
            assertThat(all.get(name.replace("_count", "_sum"))).isPositive();
            assertThat(
                    all.get(
                        name.replace("_count{", "_bucket{")
                            .replace("kafka_topic=" + topic, "kafka_topic=" + topic + ", le=+Inf")))
                .isEqualTo(count);
          });
    }
  }

  private static Map<String, Double> counts(Scrape scrape, String topic) {
    Map<String, Double> counts = new TreeMap<>(scrape.series());
    counts.keySet().removeIf(name -> !name.contains(topic) || !name.startsWith(METRIC + "_count"));
    return counts;
  }

  private void trip(String topic, String group) {
    try (KafkaProducer<String, String> producer = clients.producer("max.request.size", "10000")) {
      for (int i = 0; i < 2; i++) {
        Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
      }
      producer.send(new ProducerRecord<>(topic, "key", "v".repeat(20_000)));
    }
    List<ConsumerRecord<String, String>> records;
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic, "group.id", group)) {
      records = Clients.poll(consumer, 2);
    }
    records.forEach(record -> KafkaInstrumentation.runWithConsumerSpan(record, () -> {}));
    KafkaInstrumentation.runWithBatchSpan(records, () -> {});
  }

  private static String count(
      String kind, String operation, String topic, String group, boolean error) {
    return METRIC
        + "_count{component=kafka."
        + kind
        + ", error="
        + error
        + group
        + ", kafka_topic="
        + topic
        + ", operation="
        + operation
        + ", span_kind="
        + kind
        + (kind.equals("consumer") ? ", upstream_name=tests}" : "}");
  }
}
