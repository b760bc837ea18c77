package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(BrokerExtension.class)
class ProducerSpanTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  ProducerSpanTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void span_has_all_tags_with_their_types() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer("client.id", "orders")) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
    }
    ReportedSpan span = tracing.next();
    assertThat(span.tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.client-id",
                "orders",
                "kafka.key",
                "key",
                "kafka.partition",
                0L));
    assertThat(span.metricTags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "component", "kafka.producer",
                "operation", "producer.send",
                "span.kind", "producer",
                "error", false));
  }
}
