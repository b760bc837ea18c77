/** Programs that start under odd conditions, with the agent and without it. */
package kamon.instrumentation.kafka.reliability.start;
