/**
 * What child JVMs run. Compiled for Java 8, so that {@code -Dchild.jdk} may name any JDK; the tests
 * share the form of its output.
 */
package kamon.instrumentation.kafka.agent.child;
