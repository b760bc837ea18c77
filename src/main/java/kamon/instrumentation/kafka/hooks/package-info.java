/**
 * Internal: what is woven into Kafka's classes. {@link kamon.instrumentation.kafka.hooks.Hooks} is
 * the one description that both engines, Kanela and our agent, read.
 */
package kamon.instrumentation.kafka.hooks;
