/** A long run at full rate, with members that come and go and a broker that restarts. */
package kamon.instrumentation.kafka.reliability.soak;
