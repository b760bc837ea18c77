/** Internal: names and values of span tags. */
package kamon.instrumentation.kafka.tags;
