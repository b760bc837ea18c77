package kamon.instrumentation.kafka.internal.settings;

/** Whose names tags have; the names are those of the setting. */
enum Convention {
  /** Those of Kamon's own Kafka module: kafka.topic and so on. */
  kamon,
  /** Those of OpenTelemetry, for all tags that it has a name for. */
  opentelemetry,
  /** One tag for each. */
  both
}
