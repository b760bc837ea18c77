/** Threads that use Kafka for the first time while Kamon starts. */
package kamon.instrumentation.kafka.reliability.firstuse;
