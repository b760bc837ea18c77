package kamon.instrumentation.kafka.agent.engine;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.check.Fit;
import kamon.instrumentation.kafka.internal.check.ModuleAccess;
import kamon.instrumentation.kafka.internal.check.Versions;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Woven code calls the library from within Kafka's classes, so the library must be visible there,
 * of our own age, and must see the very same Kafka. Loads classes, but none that is woven, and
 * initialises none.
 */
public final class Requirements {
  // Of kafka-clients, in every release, and no target: loading it here cannot come back to us.
  private static final String KAFKA = "org.apache.kafka.common.KafkaException";
  private static final String KAMON = "kamon.Kamon";
  // What users touch: in every library, also in those before the first with a number.
  private static final String API = "kamon/instrumentation/kafka/KafkaInstrumentation.class";

  private final Instrumentation instrumentation;
  private final LibraryCopy copy;
  private final Function<ClassLoader, String> describe;

  /**
   * What must be there.
   *
   * @param instrumentation null where nothing will be woven, and access to the JDK's loaders is not
   *     to be asked for
   * @param describe names a loader for a message
   */
  public Requirements(Instrumentation instrumentation, Function<ClassLoader, String> describe) {
    this.instrumentation = instrumentation;
    this.describe = describe;
    copy = new LibraryCopy(instrumentation);
  }

  /** What is missing and how to mend it, or null when all is there. */
  public String missing(ClassLoader kafka) {
    Class<?> library = load(Hooks.ATTACHED, kafka);
    if (library == null && kafka.getResource(API) == null) {
      if (load(KAMON, kafka) == null) {
        return "Kamon is not visible from there. Add io.kamon:kamon-core_2.13 (or kamon-bundle_2.13)"
            + " and a reporter to the application, next to kafka-clients, and call Kamon.init() or"
            + " start with -javaagent:kamon-kafka-agent.jar=init";
      }
      if (!copy.addTo(kafka)) {
        return "its class loader takes no copy of the library from the agent. Add"
            + " io.kamon:kamon-kafka to the application, next to kafka-clients";
      }
      library = load(Hooks.ATTACHED, kafka);
      if (library == null) {
        return "the agent's copy of the library is not found there. Add io.kamon:kamon-kafka to the"
            + " application, next to kafka-clients";
      }
    }
    String misfit = misfit(kafka);
    if (misfit != null) {
      return misfit;
    }
    Class<?> exception = load(KAFKA, kafka);
    ClassLoader home = library.getClassLoader();
    if (home != kafka && load(KAFKA, home) != exception) {
      return "io.kamon:kamon-kafka is in "
          + describe.apply(home)
          + ", which does not see this Kafka. Move it next to kafka-clients";
    }
    if (load(KAMON, home) == null) {
      return "io.kamon:kamon-kafka is there, but Kamon is not. Add io.kamon:kamon-core_2.13 (or"
          + " kamon-bundle_2.13) and a reporter to the application, and call Kamon.init() or start"
          + " with -javaagent:kamon-kafka-agent.jar=init";
    }
    return ModuleAccess.grant(exception, library, instrumentation);
  }

  /** Which of the two to upgrade, or null when they fit. */
  private static String misfit(ClassLoader kafka) {
    ClassLoader engine = Requirements.class.getClassLoader();
    try {
      Fit fit = Fit.of(kafka, engine);
      if (fit.isGood()) {
        return null;
      }
      String library = "io.kamon:kamon-kafka " + fit.version();
      String agent =
          "this agent, kamon-kafka-agent " + Versions.agent(engine, Requirements.class.getName());
      switch (fit.age()) {
        case OLDER:
          return library
              + " is older than "
              + agent
              + ". Upgrade the library to the agent's version";
        case NEWER:
          return library
              + " is newer than "
              + agent
              + ". Upgrade the agent to the library's version";
        default:
          return library
              + " lacks what "
              + agent
              + " calls, "
              + fit.missing()
              + ". Take both from one release, and one library only";
      }
    } catch (IOException | RuntimeException e) {
      return "io.kamon:kamon-kafka cannot be read: " + e;
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
