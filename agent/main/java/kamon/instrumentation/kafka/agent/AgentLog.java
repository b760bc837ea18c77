package kamon.instrumentation.kafka.agent;

import java.lang.reflect.InvocationTargetException;

/**
 * Lines of the agent, on standard error: the application's logging is not there yet, and starting
 * it early would change how the application sets it up.
 */
final class AgentLog {
  /** No lines but warnings. */
  static volatile boolean quiet;

  private AgentLog() {}

  static void info(String line) {
    if (!quiet) {
      System.err.println("[kamon-kafka-agent] INFO " + line);
    }
  }

  static void warn(String line) {
    System.err.println("[kamon-kafka-agent] WARN " + line);
  }

  /** With what is behind it: an ExceptionInInitializerError says nothing by itself. */
  static void warn(String line, Throwable failure) {
    StringBuilder causes = new StringBuilder();
    Throwable t = failure instanceof InvocationTargetException ? failure.getCause() : failure;
    String separator = ": ";
    while (t != null && causes.length() < 2000) { // A cause may be its own cause's cause.
      causes.append(separator).append(t);
      separator = ", caused by ";
      t = t.getCause();
    }
    warn(line + causes);
  }
}
