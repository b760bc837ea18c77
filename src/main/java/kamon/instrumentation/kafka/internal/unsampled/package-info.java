/**
 * Internal: what is done in place of a span that nobody will see. One of an unsampled trace is only
 * its ids, written to headers, and its time, recorded as Kamon would; no object is made of it as
 * long as nobody looks at it.
 */
package kamon.instrumentation.kafka.internal.unsampled;
