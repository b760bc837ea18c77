package kamon.instrumentation.kafka.agent;

/**
 * Lines of the agent, on standard error: the application's logging is not there yet, and starting
 * it early would change how the application sets it up.
 */
final class AgentLog {
  private AgentLog() {}

  static void info(String line) {
    System.err.println("[kamon-kafka-agent] INFO " + line);
  }

  static void warn(String line) {
    System.err.println("[kamon-kafka-agent] WARN " + line);
  }
}
