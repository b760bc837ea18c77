/**
 * Internal: what the hooks in Kafka Connect do. A worker polls records, converts them, and gives to
 * a sink what its transformations have left of them: that call is within a span.
 */
package kamon.instrumentation.kafka.internal.frameworks.connect;
