/** Internal: hands the hooks to Kanela. Its module definitions are in reference.conf. */
package kamon.instrumentation.kafka.internal.kanela;
