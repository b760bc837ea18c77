/** Internal: the settings of kamon.instrumentation.kafka.client.tracing. */
package kamon.instrumentation.kafka.config;
