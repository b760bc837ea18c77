/** Internal: contexts in and out of record headers. */
package kamon.instrumentation.kafka.propagation;
