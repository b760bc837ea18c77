/** Internal: what Kafka's clients know of themselves, as metrics of Kamon. */
package kamon.instrumentation.kafka.internal.metrics;
