/** An application whose Kamon fails. */
package kamon.instrumentation.kafka.reliability.kamon;
