package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(BrokerExtension.class)
class ProducerContextTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private KafkaProducer<String, String> producer;
  private String topic;

  ProducerContextTest(KafkaBroker broker) {
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
  void record_keeps_the_context_of_its_construction_when_another_thread_sends_it() {
    List<ProducerRecord<String, String>> built = new ArrayList<>();
    Context tags = Context.of("tenant", "acme");
    ReportedSpan parent =
        Tracing.within(tags, () -> tracing.inSpan("stage", () -> built.add(record())));
    CompletableFuture<RecordMetadata> sent =
        CompletableFuture.supplyAsync(() -> Clients.get(producer.send(built.get(0))));
    Clients.get(sent);
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(span.traceId()).isEqualTo(parent.traceId());
    assertThat(Kctx.of(clients.only(topic))).isEqualTo(Kctx.write(Kctx.withSpan(tags, span)));
  }

  /** Row A4: what is current when send is called is what the application means. */
  @Test
  void record_built_in_one_span_and_sent_in_another_belongs_to_the_other() {
    List<ProducerRecord<String, String>> built = new ArrayList<>();
    ReportedSpan stage =
        Tracing.within(
            Context.of("tenant", "acme"), () -> tracing.inSpan("stage", () -> built.add(record())));
    Context tags = Context.of("tenant", "globex");
    ReportedSpan other =
        Tracing.within(
            tags, () -> tracing.inSpan("other", () -> Clients.get(producer.send(built.get(0)))));
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(other.spanId()).isNotEqualTo(stage.spanId());
    assertThat(Kctx.of(clients.only(topic))).isEqualTo(Kctx.write(Kctx.withSpan(tags, span)));
  }

  /** Row A5. */
  @Test
  void record_sent_a_second_time_has_nothing_of_its_construction_any_more() {
    List<ProducerRecord<String, String>> built = new ArrayList<>();
    ReportedSpan stage =
        Tracing.within(
            Context.of("tenant", "acme"), () -> tracing.inSpan("stage", () -> built.add(record())));
    Clients.get(producer.send(built.get(0)));
    assertThat(tracing.next().parentId()).isEqualTo(stage.spanId());
    Clients.get(producer.send(built.get(0)));
    ReportedSpan second = tracing.next();
    assertThat(second.parentId()).isEmpty();
    assertThat(second.traceId()).isNotEqualTo(stage.traceId());
    Context globex = Context.of("tenant", "globex");
    ReportedSpan request =
        Tracing.within(
            globex,
            () -> tracing.inSpan("request", () -> Clients.get(producer.send(built.get(0)))));
    ReportedSpan third = tracing.next();
    assertThat(third.parentId()).isEqualTo(request.spanId());
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      List<ConsumerRecord<String, String>> sent = Clients.poll(consumer, 3);
      assertThat(Kctx.of(sent.get(1)))
          .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), second)));
      assertThat(Kctx.of(sent.get(2))).isEqualTo(Kctx.write(Kctx.withSpan(globex, third)));
    }
  }

  @Test
  void record_built_outside_gets_the_span_it_is_sent_in() {
    ProducerRecord<String, String> record = record();
    ReportedSpan parent = tracing.inSpan("stage", () -> Clients.get(producer.send(record)));
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(Kctx.of(clients.only(topic)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), span)));
  }

  @Test
  void record_built_with_tags_alone_gets_the_context_it_is_sent_in() {
    Context tags = Context.of("tenant", "acme");
    ProducerRecord<String, String> record = Tracing.within(tags, this::record);
    ReportedSpan parent = tracing.inSpan("stage", () -> Clients.get(producer.send(record)));
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(Kctx.of(clients.only(topic)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), span)));
  }

  @Test
  void tags_travel_without_a_span() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no");
    Context tags = Context.of("tenant", "acme");
    Tracing.within(tags, () -> Clients.get(producer.send(record())));
    assertThat(SpanLifecycle.started()).isZero();
    assertThat(Kctx.of(clients.only(topic))).isEqualTo(Kctx.write(tags));
  }

  @Test
  void same_record_sent_twice_carries_its_own_context_each_time() {
    ProducerRecord<String, String> record = record();
    record.headers().add("mine", new byte[] {1});
    ReportedSpan one = tracing.inSpan("one", () -> Clients.get(producer.send(record)));
    ReportedSpan two = tracing.inSpan("two", () -> Clients.get(producer.send(record)));
    List<ReportedSpan> sent = tracing.next(2);
    assertThat(sent).extracting(ReportedSpan::parentId).containsExactly(one.spanId(), two.spanId());
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      assertThat(Clients.poll(consumer, 2))
          .extracting(Kctx::of)
          .containsExactly(
              Kctx.write(Kctx.withSpan(Context.Empty(), sent.get(0))),
              Kctx.write(Kctx.withSpan(Context.Empty(), sent.get(1))));
    }
    assertThat(record.headers().toArray()).extracting(h -> h.key()).containsExactly("mine");
    // As without us: Kafka closes the headers of what it has sent.
    assertThatThrownBy(() -> record.headers().add("no", new byte[0]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void record_sent_from_eight_threads_at_once_stays_as_it_is() throws Exception {
    ProducerRecord<String, String> record = record();
    record.headers().add("mine", new byte[] {1});
    int threads = 8;
    int each = 50;
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      running.add(done);
      new Thread(
              () -> {
                try {
                  start.await();
                  List<Future<RecordMetadata>> sends = new ArrayList<>();
                  for (int n = 0; n < each; n++) {
                    sends.add(producer.send(record));
                  }
                  sends.forEach(Clients::get);
                  done.complete(null);
                } catch (Throwable t) {
                  done.completeExceptionally(t);
                }
              })
          .start();
    }
    start.countDown();
    running.forEach(Clients::get);
    List<ReportedSpan> spans = tracing.next(threads * each);
    List<ConsumerRecord<String, String>> received;
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      received = Clients.poll(consumer, threads * each);
    }
    assertThat(
            received.stream()
                .map(r -> Kctx.read(Kctx.of(r)).get(Span.Key()).id().string())
                .collect(Collectors.toSet()))
        .isEqualTo(spans.stream().map(ReportedSpan::spanId).collect(Collectors.toSet()))
        .hasSize(threads * each);
    assertThat(record.headers().toArray()).extracting(h -> h.key()).containsExactly("mine");
  }

  @Test
  void context_over_the_limit_travels_as_its_span_alone() {
    Context large = Context.of("blob", "x".repeat(3000));
    Tracing.within(large, () -> Clients.get(producer.send(record())));
    ReportedSpan span = tracing.next();
    assertThat(Kctx.of(clients.only(topic)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), span)));
  }

  @Test
  void context_over_the_limit_without_a_span_writes_no_header() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no");
    Context large = Context.of("blob", "x".repeat(3000));
    Tracing.within(large, () -> Clients.get(producer.send(record())));
    assertThat(clients.only(topic).headers().toArray()).isEmpty();
  }

  @Test
  void current_context_is_left_alone_by_send() {
    Context tags = Context.of("tenant", "acme");
    Tracing.within(
        tags,
        () -> {
          Clients.get(producer.send(record()));
          assertThat(Kamon.currentContext()).isSameAs(tags);
          return null;
        });
    assertThat(tracing.next().name()).isEqualTo("producer.send");
  }

  private ProducerRecord<String, String> record() {
    return record(topic);
  }

  private static ProducerRecord<String, String> record(String topic) {
    return new ProducerRecord<>(topic, "key", "value");
  }
}
