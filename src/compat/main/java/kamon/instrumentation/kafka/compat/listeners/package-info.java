/**
 * An application with a listener of every kind that Spring Kafka has, without a call of ours:
 * compiled once, against Spring Kafka 3.0, and run with each release from 2.8 on.
 */
package kamon.instrumentation.kafka.compat.listeners;
