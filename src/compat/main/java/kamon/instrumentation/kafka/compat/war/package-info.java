/** A web application that uses Kafka. */
package kamon.instrumentation.kafka.compat.war;
