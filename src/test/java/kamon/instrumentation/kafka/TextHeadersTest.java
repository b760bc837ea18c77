package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format through a real broker: what is written, and what a consumer makes of it. */
@ExtendWith(BrokerExtension.class)
class TextHeadersTest {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";
  private static final Context TENANT = Context.of("tenant", "acme");

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  TextHeadersTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  static Stream<Arguments> formats() {
    return Stream.of("single", "double")
        .flatMap(
            scheme ->
                Stream.of(
                        Arguments.of("kctx", "kctx"),
                        Arguments.of("w3c", "traceparent baggage"),
                        Arguments.of(
                            "b3", "X-B3-TraceId X-B3-SpanId X-B3-ParentSpanId X-B3-Sampled"),
                        Arguments.of("b3-single", "b3"),
                        Arguments.of(
                            "http",
                            "context-tags X-B3-TraceId X-B3-SpanId X-B3-ParentSpanId"
                                + " X-B3-Sampled"),
                        Arguments.of("[w3c, kctx]", "traceparent baggage kctx"))
                    .map(format -> Arguments.of(scheme, format.get()[0], format.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void trace_and_tags_travel(String scheme, String propagator, String names) {
    tracing.configure(
        TRACING + "propagator = " + propagator + "\nkamon.trace.identifier-scheme = " + scheme);
    ConsumerRecord<String, String> record = sendWithin(TENANT);
    ReportedSpan sent = tracing.next("producer.send");
    assertThat(headers(record).keySet()).containsExactlyInAnyOrder(names.split(" "));
    if (!propagator.equals("kctx")) {
      assertThat(headers(record).toString()).contains(sent.spanId());
    }
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        () -> {
          boolean carriesTags = !propagator.startsWith("b3");
          assertThat(Kctx.tag(Kamon.currentContext(), "tenant"))
              .isEqualTo(carriesTags ? "acme" : null);
        });
    ReportedSpan processed = tracing.next("consumer.process");
    assertThat(processed.traceId()).isEqualTo(sent.traceId());
    assertThat(processed.traceId()).hasSize(scheme.equals("single") ? 16 : 32);
    assertThat(processed.parentId()).isEqualTo(sent.spanId());
    assertThat(processed.tags()).doesNotContainKey("kafka.propagation-conflict");
  }

  @Test
  void formats_that_disagree_show_as_a_tag_of_the_spans_that_follow() {
    tracing.configure(
        TRACING + "propagator = [w3c, b3-single]\nkamon.trace.identifier-scheme = double");
    ConsumerRecord<String, String> record = sendWithin(TENANT);
    ReportedSpan sent = tracing.next("producer.send");
    String other = UUID.randomUUID().toString().replace("-", "");
    record.headers().add("b3", (other + "-e457b5a2e4d86bd1-1").getBytes(StandardCharsets.UTF_8));
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      Clients.get(producer.send(new ProducerRecord<>(topic, null, "k", "v", record.headers())));
    }
    for (ReportedSpan span : tracing.next(2)) {
      assertThat(span.traceId()).isEqualTo(sent.traceId());
      assertThat(span.parentId()).isEqualTo(sent.spanId());
      assertThat(span.tags()).containsEntry("kafka.propagation-conflict", "w3c,b3-single");
    }
    // What is written on is of one mind again.
    KafkaInstrumentation.runWithConsumerSpan(clients.only(topic), () -> {});
    assertThat(tracing.next().tags()).doesNotContainKey("kafka.propagation-conflict");
  }

  @Test
  void record_that_is_forwarded_has_each_header_once() {
    tracing.configure(TRACING + "propagator = [w3c, b3, http, kctx]");
    ConsumerRecord<String, String> record = sendWithin(TENANT);
    ReportedSpan sent = tracing.next("producer.send");
    Map<String, String> before = headers(record);
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, null, "k", "v", record.headers())));
    }
    ReportedSpan forwarded = tracing.next("producer.send");
    assertThat(forwarded.parentId()).isEqualTo(sent.spanId());
    ConsumerRecord<String, String> arrived = clients.only(topic);
    assertThat(headers(arrived).keySet()).isEqualTo(before.keySet());
    assertThat(headers(arrived).toString())
        .contains(forwarded.spanId())
        .doesNotContain("TraceId=" + sent.spanId());
    assertThat(headers(record)).isEqualTo(before);
  }

  @Test
  void what_others_say_of_a_trace_stays_with_that_trace() {
    for (boolean continues : new boolean[] {true, false}) {
      tracing.configure(
          TRACING
              + "propagator = w3c\n"
              + TRACING
              + "continue-trace-on-consumer = "
              + continues
              + "\nkamon.trace.identifier-scheme = double");
      ConsumerRecord<String, String> record = new ConsumerRecord<>("t", 0, 0, "k", "v");
      String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      record.headers().add("traceparent", parent.getBytes(StandardCharsets.UTF_8));
      record.headers().add("tracestate", "vendor=1".getBytes(StandardCharsets.UTF_8));
      String within = clients.newTopic();
      String forwarded = clients.newTopic();
      try (KafkaProducer<String, String> producer = clients.producer()) {
        KafkaInstrumentation.runWithConsumerSpan(
            record, () -> Clients.get(producer.send(new ProducerRecord<>(within, "k", "v"))));
        Clients.get(
            producer.send(new ProducerRecord<>(forwarded, null, "k", "v", record.headers())));
      }
      for (String topic : List.of(within, forwarded)) {
        Map<String, String> headers = headers(clients.only(topic));
        assertThat(headers.get("traceparent").contains("4bf92f3577b34da6a3ce929d0e0e4736"))
            .isEqualTo(continues);
        assertThat(headers.get("tracestate")).isEqualTo(continues ? "vendor=1" : null);
      }
      tracing.next(3);
    }
  }

  @Test
  void tags_without_a_span_travel_where_the_format_has_room_and_write_nothing_elsewhere() {
    for (String propagator : List.of("w3c", "http", "b3", "b3-single")) {
      tracing.configure(
          TRACING + "propagator = " + propagator + "\n" + TRACING + "start-trace-on-producer = no");
      String topic = clients.newTopic();
      try (KafkaProducer<String, String> producer = clients.producer()) {
        Tracing.within(TENANT, () -> Clients.get(producer.send(new ProducerRecord<>(topic, "v"))));
      }
      ConsumerRecord<String, String> record = clients.only(topic);
      Context context = KafkaInstrumentation.extractContext(record);
      assertThat(context.get(Span.Key()).isEmpty()).isTrue();
      if (propagator.startsWith("b3")) {
        assertThat(headers(record)).isEmpty();
      } else {
        assertThat(Kctx.tag(context, "tenant")).isEqualTo("acme");
      }
    }
  }

  @Test
  void tracing_that_is_switched_off_leaves_records_as_they_are_until_it_is_on_again() {
    ConsumerRecord<String, String> traced = sendWithin(TENANT);
    ReportedSpan sent = tracing.next("producer.send");
    tracing.configure(TRACING + "enabled = no");
    ConsumerRecord<String, String> plain = sendWithin(TENANT);
    assertThat(headers(plain)).isEmpty();
    KafkaInstrumentation.runWithConsumerSpan(
        traced, () -> assertThat(Kamon.currentContext()).isSameAs(Context.Empty()));
    assertThat(KafkaInstrumentation.consumerSpan(traced).isEmpty()).isTrue();
    tracing.configure("");
    KafkaInstrumentation.runWithConsumerSpan(traced, () -> {});
    assertThat(tracing.next().parentId()).isEqualTo(sent.spanId());
  }

  private ConsumerRecord<String, String> sendWithin(Context context) {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Tracing.within(
          context,
          () ->
              tracing.inSpan(
                  "request",
                  () -> Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")))));
    }
    return clients.only(topic);
  }

  private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      String value = new String(header.value(), StandardCharsets.ISO_8859_1);
      assertThat(headers.put(header.key(), value)).as(header.key()).isNull();
      if (header.key().equals("kctx")) {
        headers.put("kctx", "");
      }
    }
    return headers;
  }
}
