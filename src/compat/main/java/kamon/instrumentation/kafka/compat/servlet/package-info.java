/** A servlet container. */
package kamon.instrumentation.kafka.compat.servlet;
