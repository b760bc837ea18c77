/**
 * Internal: what the hooks in Spring Kafka do. A listener container calls a listener once for each
 * record or batch, and its error handler after that; both are within one span.
 */
package kamon.instrumentation.kafka.internal.frameworks.spring;
