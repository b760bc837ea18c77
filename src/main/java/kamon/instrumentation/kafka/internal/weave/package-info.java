/**
 * Internal: what is woven into Kafka's classes. {@link Hooks} is the one description that both
 * engines, Kanela and our agent, read; what woven code calls is public, and counted in {@link Abi}.
 */
package kamon.instrumentation.kafka.internal.weave;
