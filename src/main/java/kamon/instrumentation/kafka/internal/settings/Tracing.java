package kamon.instrumentation.kafka.internal.settings;

/** What is done with the records of a topic; the names are those of the setting. */
enum Tracing {
  /** Spans, and a header. */
  yes,
  /** A header with the context that is there, and no spans. */
  propagate,
  /** Nothing. */
  ignore
}
