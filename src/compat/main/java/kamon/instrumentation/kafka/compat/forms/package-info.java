/** Each way to call the helper API, in each language: compiled alone, and run. */
package kamon.instrumentation.kafka.compat.forms;
