package kamon.instrumentation.kafka.agent.engine;

import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Woven code calls the library from within Kafka's classes, so the library must be visible there,
 * and must see the very same Kafka. Loads classes, but none that is woven, and initialises none.
 */
final class Visibility {
  // Of kafka-clients, in every release, and no target: loading it here cannot come back to us.
  private static final String KAFKA = "org.apache.kafka.common.KafkaException";
  private static final String KAMON = "kamon.Kamon";

  private Visibility() {}

  /** What is missing and how to mend it, or null when all is there. */
  static String missing(ClassLoader kafka) {
    Class<?> library = load(Hooks.ATTACHED, kafka);
    if (library == null) {
      return "the library is not visible from there. Add io.kamon:kamon-kafka to the application,"
          + " next to kafka-clients";
    }
    ClassLoader home = library.getClassLoader();
    if (home != kafka && load(KAFKA, home) != load(KAFKA, kafka)) {
      return "io.kamon:kamon-kafka is in "
          + EngineLog.describe(home)
          + ", which does not see this Kafka. Move it next to kafka-clients";
    }
    if (load(KAMON, home) == null) {
      return "io.kamon:kamon-kafka is there, but Kamon is not. Add kamon-core or kamon-bundle to"
          + " the application";
    }
    return null;
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
