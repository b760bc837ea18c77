package kamon.instrumentation.kafka.compat.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.fleet.BraveRelay;
import kamon.instrumentation.kafka.compat.fleet.Ends;
import kamon.instrumentation.kafka.compat.fleet.Relay;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One trace from a service with Kamon through one with another tracer and back: each continues what
 * the other has written.
 */
@ExtendWith(BrokerExtension.class)
final class MixedFleetIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String TRACING = "-Dkamon.instrumentation.kafka.client.tracing.";
  private static final String OTEL_JSON = "-Dotel.traces.exporter=logging-otlp";

  private final KafkaBroker broker;
  private final String there = "there-" + UUID.randomUUID();
  private final String back = "back-" + UUID.randomUUID();

  MixedFleetIT(KafkaBroker broker) {
    this.broker = broker;
    broker.createTopic(there, 1);
    broker.createTopic(back, 1);
  }

  /** The spans of the other tracer, and of ours. */
  private record Run(List<String> other, List<String> lines, List<ReportedSpan> spans) {
    ReportedSpan span(String name) {
      List<ReportedSpan> found = spans.stream().filter(s -> s.name().equals(name)).toList();
      assertThat(found).as("%s of %s", name, spans).hasSize(1);
      return found.get(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"w3c, double", "w3c, single"})
  void opentelemetry_agent_continues_our_trace_and_we_continue_its(
      String propagator, String scheme) {
    ChildJvmBuilder relay =
        ChildJvm.main(Relay.class.getName())
            .classPath(path(Application.newest().classPath()))
            .jvmArgs(Neighbour.OPENTELEMETRY.flag(), OTEL_JSON)
            .jvmArgs("-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none")
            .args(broker.bootstrapServers(), there, back);
    Run run = run(relay, propagator, scheme);
    ReportedSpan sent = run.span("producer.send");
    ReportedSpan processed = run.span("consumer.process");
    String trace = padded(sent.traceId());
    Ids process = otel(run.other, there + " process");
    Ids publish = otel(run.other, back + " publish");
    assertThat(process.trace()).isEqualTo(trace);
    assertThat(process.parent()).isEqualTo(sent.spanId());
    assertThat(publish.trace()).isEqualTo(trace);
    assertThat(publish.parent()).isEqualTo(process.span());
    assertThat(processed.traceId()).isEqualTo(sent.traceId());
    assertThat(processed.parentId()).isEqualTo(publish.span());
    assertThat(processed.sampling()).isEqualTo("sample");
    assertThat(run.lines).contains("TENANT acme");
    assertThat(run.spans).extracting(ReportedSpan::name).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"b3, double, MULTI", "b3-single, double, SINGLE", "b3-single, single, SINGLE"})
  void brave_continues_our_trace_and_we_continue_its(
      String propagator, String scheme, String format) {
    List<Path> classPath = new ArrayList<>(Application.newest().classPath());
    classPath.addAll(
        ClassPaths.resolve(
            "io.zipkin.brave:brave-instrumentation-kafka-clients:"
                + System.getProperty("brave.version")));
    ChildJvmBuilder relay =
        ChildJvm.main(BraveRelay.class.getName())
            .classPath(path(classPath))
            .args(broker.bootstrapServers(), there, back, format);
    Run run = run(relay, propagator, scheme);
    ReportedSpan sent = run.span("producer.send");
    ReportedSpan processed = run.span("consumer.process");
    Ids consumer = brave(run.other, "CONSUMER");
    Ids producer = brave(run.other, "PRODUCER");
    assertThat(padded(consumer.trace())).isEqualTo(padded(sent.traceId()));
    assertThat(consumer.parent()).isEqualTo(sent.spanId());
    assertThat(producer.trace()).isEqualTo(consumer.trace());
    assertThat(processed.traceId()).isEqualTo(sent.traceId());
    assertThat(processed.parentId()).isEqualTo(producer.span());
    assertThat(processed.sampling()).isEqualTo("sample");
    assertThat(run.spans).extracting(ReportedSpan::name).hasSize(3);
  }

  /** While half of the fleet has moved from kctx to W3C. */
  @Test
  void list_of_formats_reaches_services_with_either() {
    ChildJvmBuilder relay =
        ChildJvm.main(Relay.class.getName())
            .classPath(path(Application.newest().classPath()))
            .jvmArgs(Neighbour.OPENTELEMETRY.flag(), OTEL_JSON)
            .jvmArgs("-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none")
            .args(broker.bootstrapServers(), there, back);
    Run run = run(relay, "w3c-and-kctx", "double");
    assertThat(run.span("consumer.process").traceId())
        .isEqualTo(run.span("producer.send").traceId());
    assertThat(run.other.stream().filter(line -> line.startsWith("CAME ")))
        .extracting(line -> line.substring("CAME ".length(), line.indexOf(':')))
        .containsExactlyInAnyOrder("traceparent", "baggage", "kctx");
  }

  private Run run(ChildJvmBuilder relay, String propagator, String scheme) {
    ChildJvmBuilder ends =
        ChildJvm.main(Ends.class.getName())
            .classPath(path(Application.newest().classPath()))
            .jvmArgs("-javaagent:" + Jars.AGENT, "-Dkamon.trace.sampler=always")
            .jvmArgs("-Dkamon.trace.identifier-scheme=" + scheme)
            .jvmArgs(
                propagator.equals("w3c-and-kctx")
                    ? new String[] {TRACING + "propagator.0=w3c", TRACING + "propagator.1=kctx"}
                    : new String[] {TRACING + "propagator=" + propagator})
            .args(broker.bootstrapServers(), there, back);
    try (ChildJvm relaying = relay.jvmArgs("-Xmx256m", "-XX:TieredStopAtLevel=1").start();
        ChildJvm ours = ends.jvmArgs("-Xmx256m", "-XX:TieredStopAtLevel=1").start()) {
      assertThat(ours.awaitExit(LIMIT)).as(() -> String.join("\n", ours.lines())).isZero();
      assertThat(relaying.awaitExit(LIMIT)).as(() -> String.join("\n", relaying.lines())).isZero();
      List<ReportedSpan> spans =
          ours.spans().stream().filter(span -> !span.name().equals("end")).toList();
      return new Run(relaying.lines(), ours.lines(), spans);
    }
  }

  private static String path(List<Path> jars) {
    List<Path> all = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
    all.add(Jars.TESTBED);
    all.addAll(jars);
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private record Ids(String trace, String span, String parent) {}

  /** From OTLP as JSON, one line for each export. */
  private static Ids otel(List<String> lines, String name) {
    Pattern span =
        Pattern.compile(
            "\"traceId\":\"(\\w+)\",\"spanId\":\"(\\w+)\",\"parentSpanId\":\"(\\w+)\"[^{}]*\"name\":\""
                + Pattern.quote(name)
                + "\"");
    Matcher found = span.matcher(String.join("\n", lines));
    assertThat(found.find()).as("%s in %s", name, lines).isTrue();
    return new Ids(found.group(1), found.group(2), found.group(3));
  }

  private static Ids brave(List<String> lines, String kind) {
    List<String> found = lines.stream().filter(l -> l.startsWith("BRAVE " + kind)).toList();
    assertThat(found).as("%s of %s", kind, lines).hasSize(1);
    String[] parts = found.get(0).split(" ", -1);
    return new Ids(parts[2], parts[3], parts[4]);
  }

  private static String padded(String trace) {
    return "0".repeat(32 - trace.length()) + trace;
  }
}
