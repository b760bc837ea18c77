/**
 * The agent: what is loaded into every JVM that is started with it. JDK types only, and as little
 * as possible; {@code engine.jar}, nested in the same folder, has the rest and is loaded when the
 * first Kafka class appears.
 */
package kamon.instrumentation.kafka.agent;
