package kamon.instrumentation.kafka.compat.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.compat.ClassPaths;

/** Another vendor's agent that traces Kafka clients too. */
enum Neighbour {
  OPENTELEMETRY("OpenTelemetry", "io.opentelemetry.javaagent:opentelemetry-javaagent") {
    @Override
    List<String> settings(Intake intake) {
      return List.of(
          "-Dotel.traces.exporter=console",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none");
    }

    @Override
    void checkSpans(List<String> lines, Intake intake, String topic) {
      assertThat(lines)
          .as("spans of OpenTelemetry")
          .anyMatch(line -> isSpan(line, "'" + topic + " publish'", " PRODUCER "))
          .anyMatch(line -> isSpan(line, "'" + topic + " process'", " CONSUMER "));
    }

    private boolean isSpan(String line, String name, String kind) {
      return line.contains("LoggingSpanExporter") && line.contains(name) && line.contains(kind);
    }
  },

  DATADOG("Datadog", "com.datadoghq:dd-java-agent") {
    @Override
    List<String> settings(Intake intake) {
      return List.of(
          "-Ddd.writer.type=LoggingWriter",
          "-Ddd.trace.agent.url=" + intake.url(),
          "-Ddd.instrumentation.telemetry.enabled=false",
          "-Ddd.remote_config.enabled=false",
          "-Ddd.jmxfetch.enabled=false");
    }

    @Override
    void checkSpans(List<String> lines, Intake intake, String topic) {
      assertThat(lines)
          .as("spans of Datadog")
          .anyMatch(line -> isSpan(line, "kafka.produce", topic))
          .anyMatch(line -> isSpan(line, "kafka.consume", topic));
    }

    private boolean isSpan(String line, String name, String topic) {
      return line.contains("write(trace)") && line.contains(name) && line.contains(topic);
    }
  },

  ELASTIC("Elastic", "co.elastic.apm:elastic-apm-agent") {
    @Override
    List<String> settings(Intake intake) {
      return List.of(
          "-Delastic.apm.server_url=" + intake.url(),
          "-Delastic.apm.cloud_provider=NONE",
          "-Delastic.apm.central_config=false",
          // It traces a send only within something else that it traces.
          "-Delastic.apm.trace_methods=kamon.instrumentation.kafka.compat.program.Trip#send");
    }

    @Override
    void checkSpans(List<String> lines, Intake intake, String topic) {
      assertThat(intake.lines())
          .as("spans of Elastic")
          .anyMatch(line -> isEvent(line, "span", "KafkaProducer#send to " + topic))
          .anyMatch(line -> isEvent(line, "transaction", "Kafka record from " + topic));
    }

    private boolean isEvent(String line, String kind, String name) {
      return line.startsWith("{\"" + kind + "\":") && line.contains("\"name\":\"" + name + "\"");
    }
  };

  private final String vendor;
  private final String coordinates;

  Neighbour(String vendor, String artifact) {
    this.vendor = vendor;
    this.coordinates = artifact + ":" + System.getProperty(artifact.split(":", 2)[1] + ".version");
  }

  /** Its flag. */
  String flag() {
    return "-javaagent:" + ClassPaths.resolve(coordinates).get(0);
  }

  /** What makes it show its spans, to this machine only. */
  abstract List<String> settings(Intake intake);

  /** Asserts that it has traced a record to and from the topic. */
  abstract void checkSpans(List<String> lines, Intake intake, String topic);

  @Override
  public String toString() {
    return vendor + " " + coordinates.substring(coordinates.lastIndexOf(':') + 1);
  }
}
