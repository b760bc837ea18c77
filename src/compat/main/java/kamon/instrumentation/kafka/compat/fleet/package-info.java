/** Services with and without Kamon that send records to each other. */
package kamon.instrumentation.kafka.compat.fleet;
