/** Programs that show what the agent leaves in a JVM and in its log, and what hostile tags do. */
package kamon.instrumentation.kafka.reliability.security;
