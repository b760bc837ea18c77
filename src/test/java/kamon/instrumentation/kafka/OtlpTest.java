package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.module.Module;
import kamon.module.ModuleFactory;
import kamon.otel.OpenTelemetryTraceReporter;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.concurrent.ExecutionContext;

/** What a backend with OTLP (Tempo, Jaeger, a vendor's) gets from Kamon's own reporter for it. */
@ExtendWith(BrokerExtension.class)
class OtlpTest {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private final HttpServer backend;
  private final Map<String, Got> got = new ConcurrentHashMap<>();
  private Module.Registration registration;

  /** A span with what it came with. */
  private record Got(
      Map<String, Object> resource, String scope, io.opentelemetry.proto.trace.v1.Span span) {}

  OtlpTest(KafkaBroker broker) throws IOException {
    clients = new Clients(broker);
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext("/v1/traces", this::take);
    backend.start();
  }

  @AfterEach
  void stop() {
    registration.cancel();
    backend.stop(0);
  }

  @Test
  void backend_gets_all_of_each_span() {
    report("");
    check(trip());
  }

  @Test
  void backend_gets_links_where_traces_are_not_continued() {
    report(TRACING + "continue-trace-on-consumer = no");
    List<ReportedSpan> spans = trip();
    assertThat(spans.get(2).links()).hasSize(1);
    check(spans);
  }

  @Test
  void backend_gets_opentelemetrys_names() {
    report(TRACING + "tags.convention = opentelemetry");
    List<ReportedSpan> spans = trip();
    check(spans);
    Map<String, Object> attributes = attributes(got.get(spans.get(2).spanId()).span);
    assertThat(attributes)
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.partition.id", "0")
        .containsEntry("messaging.kafka.offset", 0L)
        .containsKeys("messaging.destination.name", "messaging.consumer.group.name")
        .doesNotContainKeys("kafka.topic", "kafka.group-id");
  }

  private void report(String settings) {
    tracing.configure(
        settings
            + "\nkamon.otel.trace { protocol = http/protobuf, endpoint = \"http://127.0.0.1:"
            + backend.getAddress().getPort()
            + "\" }");
    ModuleFactory.Settings module =
        new ModuleFactory.Settings(Kamon.config(), ExecutionContext.global());
    registration =
        Kamon.addReporter(
            "otlp",
            (OpenTelemetryTraceReporter) new OpenTelemetryTraceReporter.Factory().create(module));
  }

  /** Spans of a send, one that fails, the processing, a failed one, and a batch. */
  private List<ReportedSpan> trip() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer("max.request.size", "10000")) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
      producer.send(new ProducerRecord<>(topic, "key", "v".repeat(20_000)));
    }
    ConsumerRecord<String, String> record;
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      record = Clients.poll(consumer, 1).get(0);
    }
    KafkaInstrumentation.consumerSpan(record).finish();
    Span failed = KafkaInstrumentation.consumerSpan(record, "failed");
    failed.fail(new IllegalStateException("no luck"));
    failed.finish();
    KafkaInstrumentation.batchSpan(List.of(record)).finish();
    return tracing.next(5);
  }

  private void check(List<ReportedSpan> spans) {
    for (ReportedSpan span : spans) {
      Awaitility.await().atMost(Tracing.PATIENCE).until(() -> got.containsKey(span.spanId()));
      Got one = got.get(span.spanId());
      assertThat(one.scope).isEqualTo(span.metricTags().get("component"));
      assertThat(one.resource)
          .containsEntry("service.name", "tests")
          .containsEntry("telemetry.sdk.name", "kamon");
      assertThat(one.span.getName()).isEqualTo(span.name());
      assertThat(one.span.getKind())
          .isEqualTo(
              span.kind().equals("producer")
                  ? SpanKind.SPAN_KIND_PRODUCER
                  : SpanKind.SPAN_KIND_CONSUMER);
      assertThat(hex(one.span.getTraceId())).isEqualTo(padded(span.traceId()));
      assertThat(hex(one.span.getParentSpanId())).isEqualTo(span.parentId());
      assertThat(instant(one.span.getStartTimeUnixNano())).isEqualTo(span.from());
      assertThat(instant(one.span.getEndTimeUnixNano())).isEqualTo(span.to());
      assertThat(one.span.getStatus().getCode())
          .isEqualTo(span.error() ? StatusCode.STATUS_CODE_ERROR : StatusCode.STATUS_CODE_UNSET);
      assertThat(one.span.getLinksList())
          .extracting(link -> hex(link.getTraceId()) + hex(link.getSpanId()))
          .containsExactlyElementsOf(
              span.links().stream().map(l -> padded(l.traceId()) + l.spanId()).toList());
      Map<String, Object> expected = new HashMap<>(span.tags());
      expected.putAll(span.metricTags());
      assertThat(attributes(one.span)).containsExactlyInAnyOrderEntriesOf(expected);
      assertThat(one.span.getAttributesCount()).as("each once").isEqualTo(expected.size());
    }
    assertThat(spans).extracting(ReportedSpan::error).contains(true, false);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (io.opentelemetry.proto.trace.v1.Span span : scope.getSpansList()) {
            got.put(
                hex(span.getSpanId()),
                new Got(
                    map(resource.getResource().getAttributesList()),
                    scope.getScope().getName(),
                    span));
          }
        }
      }
      byte[] response = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, response.length == 0 ? -1 : response.length);
    }
  }

  private static Map<String, Object> attributes(io.opentelemetry.proto.trace.v1.Span span) {
    return map(span.getAttributesList());
  }

  private static Map<String, Object> map(List<KeyValue> attributes) {
    Map<String, Object> map = new HashMap<>();
    for (KeyValue attribute : attributes) {
      map.put(attribute.getKey(), value(attribute.getValue()));
    }
    return map;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case BOOL_VALUE -> value.getBoolValue();
      default -> throw new AssertionError(value);
    };
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String padded(String trace) {
    return "0".repeat(32 - trace.length()) + trace;
  }
}
