/** A Kafka Streams application. */
package kamon.instrumentation.kafka.compat.streams;
