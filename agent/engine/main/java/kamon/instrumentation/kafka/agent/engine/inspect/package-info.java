/**
 * What {@code java -jar kamon-kafka-agent.jar check} does: finds the applications that its argument
 * names, makes them class loaders as they will have, and asks of those what the engine asks before
 * it weaves. Nothing of the application is initialised or run.
 */
package kamon.instrumentation.kafka.agent.engine.inspect;
