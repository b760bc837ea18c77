/** An application of many threads. */
package kamon.instrumentation.kafka.reliability.concurrency;
