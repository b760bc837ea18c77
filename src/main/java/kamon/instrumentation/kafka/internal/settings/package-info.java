/** Internal: what the configuration says, as one {@code Policy} that is read once a record. */
package kamon.instrumentation.kafka.internal.settings;
