/** Internal: the formats in which contexts travel in record headers. */
package kamon.instrumentation.kafka.internal.propagation;
