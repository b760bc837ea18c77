package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(BrokerExtension.class)
class OperationsTest {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";
  private static final String NAMED =
      TRACING
          + "operations { producer = \"send {topic}\", consumer = \"{topic} of {group}\""
          + ", batch = \"{topic} of {group} in batches\" }";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  OperationsTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void topic_and_group_are_in_the_names_where_the_settings_say_so() {
    tracing.configure(NAMED);
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "value")));
    }
    ConsumerRecord<String, String> record;
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(topic, "group.id", "g " + topic)) {
      record = Clients.poll(consumer, 1).get(0);
    }
    KafkaInstrumentation.consumerSpan(record).finish();
    KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
    KafkaInstrumentation.batchSpan(List.of(record)).finish();
    KafkaInstrumentation.runWithBatchSpan(List.of(record), () -> {});
    String name = topic + " of g " + topic;
    assertThat(tracing.next(5))
        .extracting("name")
        .containsExactly("send " + topic, name, name, name + " in batches", name + " in batches");
  }

  @Test
  void name_that_a_call_gives_wins() {
    tracing.configure(NAMED);
    KafkaInstrumentation.consumerSpan(record("a"), "mine").finish();
    KafkaInstrumentation.batchSpan(List.of(record("a")), "my batch").finish();
    assertThat(tracing.next(2)).extracting("name").containsExactly("mine", "my batch");
  }

  @Test
  void what_is_not_known_has_a_word_of_its_own() {
    tracing.configure(NAMED);
    KafkaInstrumentation.consumerSpan(record("a")).finish();
    KafkaInstrumentation.batchSpan(List.of(record("a"), record("b"))).finish();
    assertThat(tracing.next(2))
        .extracting("name")
        .containsExactly("a of none", "* of none in batches");
  }

  @Test
  void braces_of_other_words_stay() {
    tracing.configure(TRACING + "operations.consumer = \"{key} {topic}{topic}\"");
    KafkaInstrumentation.consumerSpan(record("a")).finish();
    assertThat(tracing.next().name()).isEqualTo("{key} aa");
  }

  private static ConsumerRecord<String, String> record(String topic) {
    return new ConsumerRecord<>(topic, 0, 7, "key", "value");
  }
}
