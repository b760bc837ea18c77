/** Programs whose libraries have record classes and threads of their own. */
package kamon.instrumentation.kafka.compat.reactive;
