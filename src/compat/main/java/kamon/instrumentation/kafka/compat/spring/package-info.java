/**
 * A Spring Boot application with Spring Kafka: compiled once, against the oldest Spring Boot 3 that
 * the suite runs, and packed with each.
 */
package kamon.instrumentation.kafka.compat.spring;
