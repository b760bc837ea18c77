/**
 * The agent: what is loaded into every JVM that is started with it. JDK types only, and as little
 * as possible; the folder {@code engine} of the jar has the rest, which is loaded when the first
 * Kafka class appears.
 */
package kamon.instrumentation.kafka.agent;
