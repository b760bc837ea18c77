/** A plugin of Kafka Connect, in a folder and a class loader of its own. */
package kamon.instrumentation.kafka.compat.sink;
