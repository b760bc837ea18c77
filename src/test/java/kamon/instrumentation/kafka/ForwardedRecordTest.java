package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that are sent on, with the headers they came with or from within their processing. */
@ExtendWith(BrokerExtension.class)
class ForwardedRecordTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private KafkaProducer<String, String> producer;
  private String topic;

  ForwardedRecordTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @BeforeEach
  void open() {
    producer = clients.producer();
    topic = clients.newTopic();
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void context_tags_and_the_trace_survive_three_hops() {
    List<String> topics = List.of(topic, clients.newTopic(), clients.newTopic());
    Context tags = Context.of("tenant", "acme").withTag("attempt", 7L).withTag("vip", true);
    ReportedSpan first =
        Tracing.within(
            tags,
            () -> tracing.inSpan("first", () -> Clients.get(producer.send(record(topics.get(0))))));
    String trace = first.traceId();
    String parent = tracing.next().spanId();
    for (int hop = 1; hop < topics.size(); hop++) {
      String to = topics.get(hop);
      KafkaInstrumentation.runWithConsumerSpan(
          clients.only(topics.get(hop - 1)),
          () -> {
            Clients.get(producer.send(record(to)));
          });
      ReportedSpan sent = tracing.next("producer.send");
      ReportedSpan processed = tracing.next("consumer.process");
      assertThat(processed.parentId()).isEqualTo(parent);
      assertThat(processed.traceId()).isEqualTo(trace);
      assertThat(sent.parentId()).isEqualTo(processed.spanId());
      assertThat(sent.traceId()).isEqualTo(trace);
      parent = sent.spanId();
    }
    Context arrived = KafkaInstrumentation.extractContext(clients.only(topics.get(2)));
    // Kamon adds the name of the sending service to what it writes.
    assertThat(arrived.tags().without("upstream.name")).isEqualTo(tags.tags());
    assertThat(arrived.get(Span.Key()).id().string()).isEqualTo(parent);
  }

  @Test
  void record_sent_on_outside_of_any_context_continues_its_trace_in_one_header() {
    Context tags = Context.of("tenant", "acme");
    Tracing.within(tags, () -> Clients.get(producer.send(record())));
    ReportedSpan first = tracing.next();
    ConsumerRecord<String, String> consumed = clients.only(topic);
    String to = clients.newTopic();
    Clients.get(producer.send(copyTo(to, consumed)));
    ReportedSpan second = tracing.next();
    assertThat(second.spanId()).isNotEqualTo(first.spanId());
    assertThat(second.parentId()).isEqualTo(first.spanId());
    assertThat(second.traceId()).isEqualTo(first.traceId());
    ConsumerRecord<String, String> arrived = clients.only(to);
    assertThat(arrived.headers().headers("kctx")).hasSize(1);
    Context context = KafkaInstrumentation.extractContext(arrived);
    assertThat(context.tags().without("upstream.name")).isEqualTo(tags.tags());
    assertThat(context.get(Span.Key()).id().string()).isEqualTo(second.spanId());
  }

  @Test
  void record_sent_on_within_a_span_belongs_to_that_span() {
    Clients.get(producer.send(record()));
    tracing.next();
    ConsumerRecord<String, String> consumed = clients.only(topic);
    String to = clients.newTopic();
    ReportedSpan current =
        tracing.inSpan("current", () -> Clients.get(producer.send(copyTo(to, consumed))));
    ReportedSpan second = tracing.next();
    assertThat(second.parentId()).isEqualTo(current.spanId());
    assertThat(Kctx.of(clients.only(to)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), second)));
  }

  /** Row A7. */
  @Test
  void record_sent_on_where_traces_are_not_continued_has_a_link_and_keeps_the_tags() {
    Context tags = Context.of("tenant", "acme");
    Tracing.within(tags, () -> Clients.get(producer.send(record())));
    ReportedSpan first = tracing.next();
    ConsumerRecord<String, String> consumed = clients.only(topic);
    String to = clients.newTopic();
    tracing.configure("kamon.instrumentation.kafka.client.tracing.continue-trace-on-consumer = no");
    Clients.get(producer.send(copyTo(to, consumed)));
    ReportedSpan second = tracing.next();
    assertThat(second.parentId()).isEmpty();
    assertThat(second.traceId()).isNotEqualTo(first.traceId());
    assertThat(second.links())
        .containsExactly(new ReportedSpan.Link("FollowsFrom", first.traceId(), first.spanId()));
    Context arrived = KafkaInstrumentation.extractContext(clients.only(to));
    assertThat(arrived.tags().without("upstream.name")).isEqualTo(tags.tags());
    assertThat(arrived.get(Span.Key()).id().string()).isEqualTo(second.spanId());
  }

  /** Row A6: one tag on the thread must not break the trace. */
  @Test
  void record_sent_on_by_a_thread_with_a_tag_continues_its_trace_with_the_tags_of_both() {
    Tracing.within(
        Context.of("tenant", "acme").withTag("vip", true),
        () -> Clients.get(producer.send(record())));
    ReportedSpan first = tracing.next();
    ConsumerRecord<String, String> consumed = clients.only(topic);
    String to = clients.newTopic();
    Tracing.within(
        Context.of("tenant", "globex"), () -> Clients.get(producer.send(copyTo(to, consumed))));
    ReportedSpan second = tracing.next();
    assertThat(second.parentId()).isEqualTo(first.spanId());
    assertThat(second.links()).isEmpty();
    Context arrived = KafkaInstrumentation.extractContext(clients.only(to));
    assertThat(arrived.tags().without("upstream.name"))
        .isEqualTo(Context.of("tenant", "globex").withTag("vip", true).tags());
    assertThat(arrived.get(Span.Key()).id().string()).isEqualTo(second.spanId());
  }

  private static ProducerRecord<String, String> copyTo(
      String topic, ConsumerRecord<String, String> record) {
    return new ProducerRecord<>(topic, null, null, record.key(), record.value(), record.headers());
  }

  private ProducerRecord<String, String> record() {
    return record(topic);
  }

  private static ProducerRecord<String, String> record(String topic) {
    return new ProducerRecord<>(topic, "key", "value");
  }
}
