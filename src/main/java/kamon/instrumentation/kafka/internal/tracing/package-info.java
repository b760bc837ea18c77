/** Internal: spans of sends and of consumed records. */
package kamon.instrumentation.kafka.internal.tracing;
