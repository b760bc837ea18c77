/** A broker that refuses, freezes, dies and comes back, and what an application sees of that. */
package kamon.instrumentation.kafka.reliability.faults;
