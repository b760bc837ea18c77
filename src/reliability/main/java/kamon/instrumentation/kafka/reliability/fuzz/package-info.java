/** What a fuzzer calls with bytes that it makes up, and the same without a fuzzer. */
package kamon.instrumentation.kafka.reliability.fuzz;
