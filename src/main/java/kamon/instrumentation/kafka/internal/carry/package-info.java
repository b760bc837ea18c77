/** Internal: how a sent record carries a context. */
package kamon.instrumentation.kafka.internal.carry;
