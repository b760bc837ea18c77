package kamon.instrumentation.kafka.internal.settings;

/** Where a tag goes; the names are those of the setting. */
enum TagMode {
  /** To the span. */
  span,
  /** To the span and its metrics. */
  metric,
  /** Nowhere. */
  off,
  /** To the span, as a keyed hash. For keys only. */
  hash
}
