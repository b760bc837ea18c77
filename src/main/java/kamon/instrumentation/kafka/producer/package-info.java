/** Internal: spans for sent records. */
package kamon.instrumentation.kafka.producer;
