/** Runs the shop's three services around a real broker and shows their traces in the terminal. */
package kamon.instrumentation.kafka.demo;
