/** What several threads do at the same time to objects of ours that have no locks. */
package kamon.instrumentation.kafka.reliability.races;
