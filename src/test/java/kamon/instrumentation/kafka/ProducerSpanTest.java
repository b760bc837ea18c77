package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
    Instant before = Kamon.clock().instant();
    send(topic, "key");
    Instant after = Kamon.clock().instant();
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("producer.send");
    assertThat(span.kind()).isEqualTo("producer");
    assertThat(span.error()).isFalse();
    assertThat(span.delayed()).isFalse();
    assertThat(span.from()).isBetween(before, after);
    assertThat(span.to()).isBetween(span.from(), after);
    assertThat(span.links()).isEmpty();
    assertThat(span.marks()).isEmpty();
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
    assertThat(span.measured()).containsExactlyInAnyOrder("kafka.topic");
    assertThat(span.metricTags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "component", "kafka.producer",
                "operation", "producer.send",
                "span.kind", "producer",
                "error", false));
  }

  @Test
  void record_without_key_has_no_key_tag() {
    String topic = clients.newTopic();
    send(topic, null);
    assertThat(tracing.next().tags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("kafka.topic", topic, "kafka.client-id", "orders", "kafka.partition", 0L));
  }

  @Test
  void bytes_as_key_are_shown_as_text_or_hex() {
    String topic = clients.newTopic();
    try (KafkaProducer<byte[], String> producer = clients.byteKeyProducer()) {
      byte[] text = "k\u00e4se".getBytes(StandardCharsets.UTF_8);
      Clients.get(producer.send(new ProducerRecord<>(topic, text, "v")));
      Clients.get(producer.send(new ProducerRecord<>(topic, new byte[] {0, (byte) 0xff}, "v")));
    }
    assertThat(tracing.next(2))
        .extracting(span -> span.tags().get("kafka.key"))
        .containsExactly("k\u00e4se", "0x00ff");
  }

  @Test
  void key_whose_toString_throws_costs_its_tag_and_nothing_else() {
    Object key =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text for this key");
          }
        };
    String topic = clients.newTopic();
    try (KafkaProducer<Object, String> producer =
        clients.producer((t, k) -> new byte[] {1}, (t, v) -> v.getBytes(StandardCharsets.UTF_8))) {
      Clients.get(producer.send(new ProducerRecord<>(topic, key, "value")));
    }
    assertThat(tracing.next().tags())
        .containsOnlyKeys("kafka.topic", "kafka.client-id", "kafka.partition");
    assertThat(Kctx.of(clients.only(topic))).isNotEmpty();
  }

  @Test
  void key_of_100_000_characters_is_cut() {
    send(clients.newTopic(), "k".repeat(100_000));
    assertThat(tracing.next().tags().get("kafka.key")).isEqualTo("k".repeat(128) + "\u2026");
  }

  @Test
  void send_without_parent_starts_a_trace() {
    String topic = clients.newTopic();
    send(topic, "key");
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEmpty();
    assertThat(span.position()).isEqualTo("Root");
    assertThat(Kctx.of(clients.only(topic)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.Empty(), span)));
  }

  @Test
  void send_inside_a_span_is_its_child_and_carries_the_context_as_kamon_writes_it() {
    String topic = clients.newTopic();
    Context tags = Context.of("tenant", "acme").withTag("attempt", 3L).withTag("vip", true);
    ReportedSpan parent =
        Tracing.within(tags, () -> tracing.inSpan("checkout", () -> send(topic, "key")));
    ReportedSpan span = tracing.next();
    assertThat(span.parentId()).isEqualTo(parent.spanId());
    assertThat(span.traceId()).isEqualTo(parent.traceId());
    byte[] kctx = Kctx.of(clients.only(topic));
    assertThat(kctx).isEqualTo(Kctx.write(Kctx.withSpan(tags, span)));
    assertThat(Kctx.tag(Kctx.read(kctx), "tenant")).isEqualTo("acme");
  }

  @Test
  void no_trace_starts_on_the_producer_when_switched_off() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no");
    String topic = clients.newTopic();
    send(topic, "key");
    ConsumerRecord<String, String> record = clients.only(topic);
    assertThat(record.headers().toArray()).isEmpty();
    assertThat(SpanLifecycle.started()).isZero();
  }

  @Test
  void running_trace_goes_on_when_starting_one_is_switched_off() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no");
    String topic = clients.newTopic();
    ReportedSpan parent = tracing.inSpan("checkout", () -> send(topic, "key"));
    assertThat(tracing.next().parentId()).isEqualTo(parent.spanId());
  }

  @Test
  void span_ends_before_the_callback_which_runs_with_the_senders_context() {
    String topic = clients.newTopic();
    CompletableFuture<List<Object>> seen = new CompletableFuture<>();
    CompletableFuture<Context> afterwards = new CompletableFuture<>();
    Context sender = Context.of("tenant", "acme");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      RecordMetadata sent =
          Tracing.within(
              sender,
              () ->
                  Clients.get(
                      producer.send(
                          new ProducerRecord<>(topic, "key", "value"),
                          (metadata, failure) ->
                              seen.complete(
                                  java.util.Arrays.asList(
                                      metadata,
                                      failure,
                                      Kamon.currentContext(),
                                      SpanLifecycle.finished(),
                                      Thread.currentThread().getName())))));
      List<Object> callback = Clients.get(seen);
      assertThat(callback.get(0)).hasToString(sent.toString());
      assertThat(callback.get(1)).isNull();
      assertThat(callback.get(2)).isSameAs(sender);
      assertThat(callback.get(3)).isEqualTo(1L);
      assertThat((String) callback.get(4)).startsWith("kafka-producer-network-thread");
      // The same thread, later, with nothing of ours left behind.
      tracing.configure("kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no");
      Clients.get(
          producer.send(
              new ProducerRecord<>(topic, "key", "value"),
              (metadata, failure) -> afterwards.complete(Kamon.currentContext())));
      assertThat(Clients.get(afterwards).isEmpty()).isTrue();
    }
    assertThat(tracing.next().name()).isEqualTo("producer.send");
  }

  @Test
  void unsampled_trace_is_propagated_as_such_and_not_reported() {
    tracing.configure("kamon.trace.sampler = never");
    String topic = clients.newTopic();
    send(topic, "key");
    assertThat(SpanLifecycle.started()).isOne();
    Context carried = Kctx.read(Kctx.of(clients.only(topic)));
    assertThat(carried.get(Span.Key()).trace().samplingDecision()).hasToString("do-not-sample");
    tracing.configure("kamon.trace.sampler = always");
  }

  @Test
  void disabled_kamon_makes_no_span_and_passes_the_context_on() {
    tracing.configure("kamon.enabled = no");
    String topic = clients.newTopic();
    Identifier id = Kamon.identifierScheme().spanIdFactory().generate();
    Span remote =
        new Span.Remote(
            id,
            Identifier.Empty(),
            Trace$.MODULE$.create(id, Trace$SamplingDecision$Unknown$.MODULE$));
    Context incoming = Context.of("tenant", "acme").withEntry(Span.Key(), remote);
    Tracing.within(
        incoming,
        () -> {
          send(topic, "key");
          return null;
        });
    assertThat(SpanLifecycle.started()).isZero();
    assertThat(Kctx.of(clients.only(topic))).isEqualTo(Kctx.write(incoming));
  }

  private void send(String topic, String key) {
    try (KafkaProducer<String, String> producer = clients.producer("client.id", "orders")) {
      Clients.get(producer.send(new ProducerRecord<>(topic, key, "value")));
    }
  }
}
