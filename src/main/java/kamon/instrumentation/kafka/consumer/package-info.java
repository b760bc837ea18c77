/** Internal: timing of polls and spans for consumed records. */
package kamon.instrumentation.kafka.consumer;
