package kamon.instrumentation.kafka.compat.unsampled;

/** Something that a user's code does. */
interface Scenario {
  void run() throws Exception;
}
