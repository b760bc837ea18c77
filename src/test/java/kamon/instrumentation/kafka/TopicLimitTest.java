package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row A18: a limit that only the broker knows. */
@ExtendWith(BrokerExtension.class)
class TopicLimitTest {
  private static final int MAX = 1000;
  private static final int LEAST = 800;
  private static final String VALUE = "x".repeat(880);
  private static final String RULES = "kamon.instrumentation.kafka.client.tracing.topics = ";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;

  TopicLimitTest(KafkaBroker broker) {
    this.broker = broker;
    clients = new Clients(broker);
  }

  @Test
  void record_that_the_topic_refuses_fails_its_span_and_each_topic_has_a_line_with_its_rule() {
    List<String> topics = List.of(newTopic(), newTopic());
    try (Logs logs = new Logs();
        KafkaProducer<String, String> producer = clients.producer()) {
      for (String topic : topics) {
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(
                  () -> Tracing.within(tags(), () -> producer.send(record(topic, VALUE))).get())
              .hasCauseInstanceOf(RecordTooLargeException.class);
          ReportedSpan span = tracing.next();
          assertThat(span.error()).isTrue();
          assertThat(span.tags()).containsEntry("kafka.topic", topic);
        }
      }
      assertThat(logs.warnings())
          .hasSize(topics.size())
          .zipSatisfy(
              topics,
              (line, topic) ->
                  assertThat(line)
                      .contains("for topic " + topic + " as too large")
                      .contains(RULES + "[{ topic = \"" + topic + "\", trace = ignore }]"));
    }
  }

  @Test
  void with_the_rule_the_record_goes_as_without_us() {
    String topic = newTopic();
    tracing.configure(RULES + "[{ topic = \"" + topic + "\", trace = ignore }]");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Tracing.within(tags(), () -> Clients.get(producer.send(record(topic, VALUE))));
    }
    assertThat(clients.only(topic).headers().toArray()).isEmpty();
    assertThat(SpanLifecycle.started()).isZero();
  }

  /** The figures in docs/troubleshooting.md. */
  @Test
  void context_with_a_tag_and_the_name_of_the_service_takes_84_bytes_and_10_more_with_a_parent() {
    String topic = newTopic();
    int first = Tracing.within(tags(), () -> largest(topic));
    tracing.next(first - LEAST + 2);
    AtomicInteger child = new AtomicInteger();
    Tracing.within(tags(), () -> tracing.inSpan("stage", () -> child.set(largest(topic))));
    tracing.next(child.get() - LEAST + 2);
    tracing.configure(RULES + "[{ topic = \"" + topic + "\", trace = ignore }]");
    int without = largest(topic);
    assertThat(without - first).isEqualTo(84);
    assertThat(without - child.get()).isEqualTo(94);
  }

  /** How many bytes of value the topic takes, found one by one. */
  private int largest(String topic) {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      for (int size = LEAST; ; size++) {
        try {
          producer.send(record(topic, "x".repeat(size))).get();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(RecordTooLargeException.class);
          return size - 1;
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private String newTopic() {
    String topic = clients.newTopicName();
    broker.createTopic(topic, 1, Map.of("max.message.bytes", Integer.toString(MAX)));
    return topic;
  }

  private static Context tags() {
    return Context.of("tenant", "acme");
  }

  private static ProducerRecord<String, String> record(String topic, String value) {
    return new ProducerRecord<>(topic, value);
  }
}
