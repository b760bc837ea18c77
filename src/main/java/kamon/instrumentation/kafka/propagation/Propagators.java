package kamon.instrumentation.kafka.propagation;

import com.typesafe.config.Config;
import kamon.instrumentation.kafka.KafkaPropagator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the propagator that the configuration names. */
public final class Propagators {
  public static final String KCTX = "kctx";

  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");

  private Propagators() {}

  /**
   * The propagator of a name; kctx when there is none, which is logged.
   *
   * @param name {@code kctx} or a class name
   * @param setting where the name was found, for messages
   */
  public static KafkaPropagator named(String name, String setting, Config config) {
    if (!KCTX.equals(name)) {
      try {
        return load(name).asSubclass(KafkaPropagator.class).getConstructor().newInstance();
      } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
        LOG.warn(
            "Setting {} = \"{}\" cannot be used ({}), using the default \"kctx\". Name a class"
                + " that implements {} and has a public constructor without parameters",
            setting,
            name,
            e.getCause() == null ? e : e.getCause(),
            KafkaPropagator.class.getName());
      }
    }
    return new KctxPropagator(config);
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      try {
        return Class.forName(name, true, context);
      } catch (ClassNotFoundException e) {
        // A pool thread may have another application's loader, or the JVM's: ours knows better.
      }
    }
    return Class.forName(name, true, Propagators.class.getClassLoader());
  }
}
