package kamon.instrumentation.kafka.agent.engine;

/** Lines of the engine, in the form of the agent's own. */
final class EngineLog {
  private EngineLog() {}

  static void log(String level, String line) {
    System.err.println("[kamon-kafka-agent] " + level + " " + line);
  }

  /** A loader for messages: the toString of an application's loader may be pages long, or throw. */
  static String describe(ClassLoader loader) {
    return loader == null
        ? "the boot class path"
        : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }
}
