package kamon.instrumentation.kafka.internal.metrics;

/** How the numbers of several clients with the same tags become one. */
enum Merge {
  /** A counter of what came since the last look. */
  COUNT,
  SUM,
  MAX,
  MIN,
  MEAN
}
