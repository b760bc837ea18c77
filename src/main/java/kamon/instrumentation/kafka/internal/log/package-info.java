/** Internal: warnings that cannot flood a log. */
package kamon.instrumentation.kafka.internal.log;
