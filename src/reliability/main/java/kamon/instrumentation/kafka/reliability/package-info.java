/** Programs that are run with the agent, and without it as a control. */
package kamon.instrumentation.kafka.reliability;
