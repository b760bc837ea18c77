/** Internal: who a Kafka client is. */
package kamon.instrumentation.kafka.client;
