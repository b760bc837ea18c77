/**
 * Plugins of Kafka Connect, in a folder and a class loader of their own: a source of numbers and a
 * sink for them, which fail now and then.
 */
package kamon.instrumentation.kafka.compat.numbers;
