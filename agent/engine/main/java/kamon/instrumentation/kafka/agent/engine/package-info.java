/** The engine: weaves the library's hooks into Kafka's classes with Byte Buddy. */
package kamon.instrumentation.kafka.agent.engine;
