/**
 * What runs in child JVMs: compiled once, as Java 8 bytecode, and run with every kafka-clients and
 * every Kamon.
 */
package kamon.instrumentation.kafka.compat.program;
