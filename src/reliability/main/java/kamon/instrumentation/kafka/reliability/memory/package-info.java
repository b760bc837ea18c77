/** What records that wait for a broker hold of the heap. */
package kamon.instrumentation.kafka.reliability.memory;
