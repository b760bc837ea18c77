/** Programs of frameworks that fail, retry and rebalance, and print all that came of it. */
package kamon.instrumentation.kafka.compat.noharm;
