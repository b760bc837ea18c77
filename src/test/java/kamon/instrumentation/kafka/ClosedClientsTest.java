package kamon.instrumentation.kafka;

import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is known of clients that nobody has looked at before they were closed. */
@Tag("unit") // Kafka counts the same whoever has woven it.
@ExtendWith(BrokerExtension.class)
class ClosedClientsTest {
  private static final String METRICS = "kamon.instrumentation.kafka.client.metrics.";
  private static final String SETTINGS =
      Scrape.SETTINGS
          + """
      kamon.metric.tick-interval = 100 milliseconds
      kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no
      """;

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private Scrape scrape;

  ClosedClientsTest(KafkaBroker broker) {
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void start() {
    tracing.configure(SETTINGS + METRICS + "interval = 1 hour");
    scrape = new Scrape();
  }

  @AfterEach
  void stop() {
    scrape.close();
  }

  @Test
  void many_that_come_and_go_between_two_looks_count_everything() {
    String topic = clients.newTopic();
    String other = clients.newTopic();
    for (int i = 0; i < 10; i++) {
      send(topic, 2);
      send(other, 1);
    }
    tracing.configure(SETTINGS + METRICS + "interval = 50 milliseconds");
    send(other, 1); // The settings are read when they are needed.
    scrape.await(records(topic), sent -> sent == 20);
    scrape.await(records(other), sent -> sent == 11);
  }

  @Test
  void metrics_that_are_switched_off_and_on_count_what_was_there_before() {
    String topic = clients.newTopic();
    send(topic, 1);
    tracing.configure(SETTINGS + METRICS + "enabled = no");
    send(topic, 10);
    tracing.configure(SETTINGS + METRICS + "interval = 50 milliseconds");
    send(topic, 1);
    scrape.await(records(topic), sent -> sent == 2);
  }

  private void send(String topic, int records) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, "record " + i));
      }
    }
  }

  private static String records(String topic) {
    return "kafka_producer_records_total{topic=" + topic + "}";
  }
}
