/** Internal: Kamon's binary format of a context, from and to bytes. */
package kamon.instrumentation.kafka.internal.propagation.kctx;
