/**
 * Internal: what the hooks in Kafka Streams do. A task processes one record after the other, each
 * in a span; what its stores forward of older records is in the context of those.
 */
package kamon.instrumentation.kafka.internal.frameworks.streams;
