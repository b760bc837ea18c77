/** What a stock worker of Kafka Connect has on its class path, to tell of its spans. */
package kamon.instrumentation.kafka.compat.connect;
