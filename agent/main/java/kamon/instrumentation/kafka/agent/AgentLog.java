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
      print("INFO " + line);
    }
  }

  static void warn(String line) {
    print("WARN " + line);
  }

  private static void print(String line) {
    try {
      System.err.println("[kamon-kafka-agent] " + line);
    } catch (Throwable t) {
      // The application has put a stream of its own there, or none: then there is no line, and all
      // else goes on.
    }
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
