/**
 * A program that sends records in all the ways in which applications touch their headers meanwhile,
 * and prints what it can see of it: the same with and without tracing.
 */
package kamon.instrumentation.kafka.agent.child.control;
