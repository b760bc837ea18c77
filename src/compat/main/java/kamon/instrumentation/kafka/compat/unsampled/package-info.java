/**
 * What can be done with records of unsampled traces: run with and without spans that wait until
 * somebody looks, on each release of Kamon, to be compared as text.
 */
package kamon.instrumentation.kafka.compat.unsampled;
