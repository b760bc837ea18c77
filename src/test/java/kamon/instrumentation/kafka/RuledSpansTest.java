package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rules for topics, clients and groups do to the records of a real broker. */
@ExtendWith(BrokerExtension.class)
class RuledSpansTest {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private final String group = "group-" + UUID.randomUUID();
  private String topic;

  RuledSpansTest(KafkaBroker broker) {
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void newTopic() {
    topic = clients.newTopic();
  }

  @Test
  void producer_and_group_have_rules_of_their_own_which_change_at_run_time() {
    rules(
        "{ topic = \"topic-*\", client = \"quiet-*\", trace = ignore }",
        "{ topic = \"*\", group = \"" + group + "\", trace = propagate }");
    try (KafkaProducer<String, String> quiet = clients.producer("client.id", "quiet-1");
        KafkaProducer<String, String> loud = clients.producer("client.id", "loud-1");
        KafkaConsumer<String, String> consumer = clients.consumer(topic, "group.id", group)) {
      send(quiet, null);
      send(loud, null);
      ReportedSpan sent = tracing.next("producer.send");
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 2);
      assertThat(records.get(0).headers().toArray()).isEmpty();
      assertThat(records.get(1).headers().toArray()).hasSize(1);
      assertThat(span(records.get(1)).isEmpty()).isTrue();
      // The context of a record without a span is there all the same.
      KafkaInstrumentation.runWithConsumerSpan(
          records.get(1),
          () -> assertThat(Kamon.currentSpan().trace().id().string()).isEqualTo(sent.traceId()));

      rules("{ topic = \"*\", client = \"loud-*\", trace = ignore }");
      send(quiet, null);
      assertThat(tracing.next().name()).isEqualTo("producer.send");
      send(loud, null);
      span(records.get(1)).finish();
      assertThat(tracing.next("consumer.process").traceId()).isEqualTo(sent.traceId());
      assertThat(Clients.poll(consumer, 2).get(1).headers().toArray()).isEmpty();
    }
  }

  @Test
  void rule_names_spans_where_the_application_does_not() {
    rules(
        "{ topic = \"topic-*\", operations { producer = \"send {topic}\", consumer = \"{group} takes"
            + " {topic}\", batch = \"all of {topic}\" } }");
    try (KafkaProducer<String, String> producer = clients.producer();
        KafkaConsumer<String, String> consumer = clients.consumer(topic, "group.id", group)) {
      send(producer, null);
      assertThat(tracing.next().name()).isEqualTo("send " + topic);
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 1);
      KafkaInstrumentation.runWithConsumerSpan(records.get(0), () -> {});
      assertThat(tracing.next().name()).isEqualTo(group + " takes " + topic);
      KafkaInstrumentation.runWithConsumerSpan(records.get(0), "mine", () -> {});
      assertThat(tracing.next().name()).isEqualTo("mine");
      KafkaInstrumentation.runWithBatchSpan(records, () -> {});
      assertThat(tracing.next().name()).isEqualTo("all of " + topic);
      KafkaInstrumentation.runWithBatchSpan(records, "mine too", () -> {});
      assertThat(tracing.next().name()).isEqualTo("mine too");
    }
  }

  @Test
  void rule_samples_traces_that_start_here_and_leaves_those_that_run_alone() {
    rules(
        "{ topic = \"topic-*\", client = never, sampling-probability = 0 }",
        "{ topic = \"topic-*\", client = always, sampling-probability = 1 }");
    try (KafkaProducer<String, String> never = clients.producer("client.id", "never");
        KafkaProducer<String, String> always = clients.producer("client.id", "always");
        KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      send(never, null);
      tracing.inSpan("running trace", () -> send(never, null));
      assertThat(tracing.next().name()).isEqualTo("producer.send");
      tracing.configure(
          "kamon.trace.sampler = never\n"
              + settings("{ topic = \"topic-*\", client = always, sampling-probability = 1 }"));
      send(always, null);
      tracing.next("producer.send");
      Span unsampled = Kamon.spanBuilder("unsampled").start();
      Tracing.within(
          Context.of(Span.Key(), unsampled),
          () -> {
            send(always, null);
            return null;
          });
      unsampled.finish();
      tracing.configure(""); // the end of each test is a span
      assertThat(Clients.poll(consumer, 4))
          .extracting(record -> decision(KafkaInstrumentation.extractContext(record)))
          .containsExactly("do-not-sample", "sample", "sample", "do-not-sample");
    }
  }

  @Test
  void consumed_records_start_traces_by_the_rule_too() {
    rules("{ topic = \"topic-*\", continue-trace-on-consumer = no, sampling-probability = 0 }");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      tracing.inSpan("running trace", () -> send(producer, null));
      tracing.next("producer.send");
      ConsumerRecord<String, String> record = clients.only(topic);
      KafkaInstrumentation.runWithConsumerSpan(
          record, () -> assertThat(decision(Kamon.currentContext())).isEqualTo("do-not-sample"));
      KafkaInstrumentation.runWithBatchSpan(
          List.of(record),
          () -> assertThat(decision(Kamon.currentContext())).isEqualTo("do-not-sample"));
    }
  }

  @Test
  void rule_leaves_the_key_out() {
    rules("{ topic = \"topic-*\", tags.key = off }");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "a key", "a record")));
      assertThat(tracing.next().tags()).doesNotContainKey("kafka.key");
      ConsumerRecord<String, String> record = clients.only(topic);
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      assertThat(tracing.next().tags()).doesNotContainKey("kafka.key");
      rules();
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      assertThat(tracing.next().tags()).containsEntry("kafka.key", "a key");
    }
  }

  @Test
  void old_record_gets_a_link_and_a_young_one_or_one_of_the_future_a_parent() {
    tracing.configure(TRACING + "continue-trace-on-consumer = 1 hour");
    long now = System.currentTimeMillis();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      send(producer, now - TimeUnit.MINUTES.toMillis(50));
      send(producer, now - TimeUnit.HOURS.toMillis(2));
      send(producer, now + TimeUnit.MINUTES.toMillis(50));
    }
    List<ReportedSpan> senders = tracing.next(3);
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 3);
      for (int i = 0; i < 3; i++) {
        KafkaInstrumentation.runWithConsumerSpan(records.get(i), () -> {});
        ReportedSpan span = tracing.next();
        if (i == 1) {
          assertLinked(span, senders.get(1));
        } else {
          assertChild(span, senders.get(i));
        }
      }
      KafkaInstrumentation.runWithConsumerSpan(Clients.copy(records.get(1), -1), () -> {});
      assertChild(tracing.next(), senders.get(1)); // it has no timestamp
      KafkaInstrumentation.runWithBatchSpan(records.subList(0, 1), () -> {});
      assertChild(tracing.next(), senders.get(0));
      KafkaInstrumentation.runWithBatchSpan(records.subList(1, 2), () -> {});
      assertLinked(tracing.next(), senders.get(1));
    }
  }

  @Test
  void forwarded_record_with_its_old_timestamp_gets_a_link() {
    String other = clients.newTopic();
    rules("{ topic = \"" + other + "\", continue-trace-on-consumer = 1 hour }");
    long old = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(2);
    try (KafkaProducer<String, String> producer = clients.producer()) {
      send(producer, old);
      ReportedSpan sender = tracing.next();
      ConsumerRecord<String, String> record = clients.only(topic);
      Clients.get(
          producer.send(
              new ProducerRecord<>(other, 0, null, null, record.value(), record.headers())));
      assertChild(tracing.next(), sender);
      Clients.get(
          producer.send(
              new ProducerRecord<>(other, 0, old, null, record.value(), record.headers())));
      assertLinked(tracing.next(), sender);
    }
  }

  private static void assertChild(ReportedSpan span, ReportedSpan parent) {
    assertThat(span.traceId()).isEqualTo(parent.traceId());
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(span.links()).isEmpty();
  }

  private static void assertLinked(ReportedSpan span, ReportedSpan sender) {
    assertThat(span.traceId()).isNotEqualTo(sender.traceId());
    assertThat(span.links()).hasSize(1);
    assertThat(span.links().get(0).spanId()).isEqualTo(sender.spanId());
  }

  private static String decision(Context context) {
    return context.get(Span.Key()).trace().samplingDecision().toString();
  }

  private static Span span(ConsumerRecord<?, ?> record) {
    return KafkaInstrumentation.consumerSpan(record);
  }

  private void rules(String... rules) {
    tracing.configure(settings(rules));
  }

  private static String settings(String... rules) {
    return TRACING + "topics = [" + String.join(", ", rules) + "]";
  }

  private void send(KafkaProducer<String, String> producer, Long timestamp) {
    Clients.get(producer.send(new ProducerRecord<>(topic, 0, timestamp, null, "a record")));
  }
}
