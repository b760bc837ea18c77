/** Clients that are created and closed without end, and many that are open at once. */
package kamon.instrumentation.kafka.reliability.churn;
