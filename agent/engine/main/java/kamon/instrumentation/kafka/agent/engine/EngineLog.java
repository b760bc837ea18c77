package kamon.instrumentation.kafka.agent.engine;

import kamon.instrumentation.kafka.internal.check.Facts;

/** Lines of the engine, in the form of the agent's own. */
final class EngineLog {
  private final boolean quiet;

  /**
   * A log.
   *
   * @param quiet no lines but warnings
   */
  EngineLog(boolean quiet) {
    this.quiet = quiet;
  }

  void info(String line) {
    Facts.add("INFO " + line);
    if (!quiet) {
      print("INFO " + line);
    }
  }

  void warn(String line) {
    Facts.add("WARN " + line);
    print("WARN " + line);
  }

  /** A line that the application's standard error does not take must not undo what was woven. */
  private static void print(String line) {
    try {
      System.err.println("[kamon-kafka-agent] " + line);
    } catch (Throwable t) {
      // It has put a stream of its own there, or none.
    }
  }

  /** A loader for messages: the toString of an application's loader may be pages long, or throw. */
  static String describe(ClassLoader loader) {
    return loader == null
        ? "the boot class path"
        : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }
}
