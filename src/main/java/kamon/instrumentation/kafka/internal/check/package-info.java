/**
 * Internal: what both engines look at before they weave. Class files are read and never loaded. Our
 * agent carries a copy under another name, as it does of the table.
 */
package kamon.instrumentation.kafka.internal.check;
