package kamon.instrumentation.kafka.jmh.listeners;

import kamon.instrumentation.kafka.jmh.tools.Tool;

/** How the spans of a listener of Spring Kafka come about. */
public enum Listening {
  NONE("no agent", Tool.NONE),
  AUTOMATIC("kamon-kafka, automatic", Tool.OURS),
  BY_HELPER("kamon-kafka, runWithConsumerSpan in the listener", Tool.OURS),
  OTEL("OpenTelemetry", Tool.OTEL),
  OBSERVATION("Spring's observation, with Brave", Tool.BRAVE);

  private final String label;
  private final Tool tool;

  Listening(String label, Tool tool) {
    this.label = label;
    this.tool = tool;
  }

  public String label() {
    return label;
  }

  Tool tool() {
    return tool;
  }

  /** Who calls the helper has no automatic span. */
  String jvmArg() {
    return "-Dkamon.instrumentation.kafka.client.frameworks.spring-kafka=" + (this != BY_HELPER);
  }
}
