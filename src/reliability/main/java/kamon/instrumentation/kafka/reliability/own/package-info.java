/** An application whose copy of the library fails. */
package kamon.instrumentation.kafka.reliability.own;
