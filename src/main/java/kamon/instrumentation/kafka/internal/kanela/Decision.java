package kamon.instrumentation.kafka.internal.kanela;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import kamon.instrumentation.kafka.internal.check.Bindings;
import kamon.instrumentation.kafka.internal.check.ClassFiles;
import kamon.instrumentation.kafka.internal.check.Facts;
import kamon.instrumentation.kafka.internal.check.Fit;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.check.FrameworkBindings;
import kamon.instrumentation.kafka.internal.check.ModuleAccess;
import kamon.instrumentation.kafka.internal.check.Versions;
import kamon.instrumentation.kafka.internal.weave.Attached;
import kamon.instrumentation.kafka.internal.weave.Engine;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Whether Kanela weaves: decided once, and said in one line. On standard error, as our agent does:
 * under {@code -javaagent} the application's logging is not there yet.
 */
final class Decision {
  // Of kafka-clients, in every release, and no target.
  private static final String KAFKA = "org.apache.kafka.common.KafkaException";

  private static Boolean made;

  private Decision() {}

  static synchronized boolean weaves() {
    if (made == null) {
      made = !agentWeaves() && fits(Decision.class.getClassLoader());
    }
    return made;
  }

  /** The agent itself, for the system properties with its claim may have been replaced. */
  private static boolean agentWeaves() {
    try {
      return (Boolean)
          Class.forName(
                  "kamon.instrumentation.kafka.agent.KafkaAgent",
                  true,
                  ClassLoader.getSystemClassLoader())
              .getMethod("isWeaving")
              .invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return false; // There is none, or it is older: then the property decides.
    }
  }

  private static boolean fits(ClassLoader loader) {
    try {
      ClassFiles kafka = ClassFiles.around(loader, Hooks.all().get(0).type());
      String release = "kafka-clients " + Versions.kafka(kafka);
      Fit fit = Fit.of(loader, loader);
      String trouble = fit.isGood() ? access(loader) : misfit(fit);
      if (trouble != null) {
        log("WARN", release + " is not traced: " + trouble);
        return false;
      }
      if (!Engine.KANELA.claims()) {
        return false;
      }
      Bindings bindings = new Bindings(kafka);
      log(
          "INFO",
          "instruments "
              + release
              + " through Kanela, with kamon-kafka "
              + fit.version()
              + ": "
              + bindings.bound());
      if (bindings.warning(release) != null) {
        log("WARN", bindings.warning(release));
      }
      return true;
    } catch (IOException | RuntimeException e) {
      log("WARN", "Kafka is not traced: " + e);
      return false;
    }
  }

  /** Whether a framework is there and all hooks bind to it; if not, it is left alone. */
  static boolean weaves(Framework framework) {
    try {
      FrameworkBindings bindings = framework.bindings(null, Decision.class.getClassLoader());
      if (bindings == null) {
        return false;
      }
      log(bindings.isWhole() ? "INFO" : "WARN", bindings.line());
      return bindings.isWhole();
    } catch (IOException | RuntimeException e) {
      log("WARN", framework.title() + " is not traced: " + e);
      return false;
    }
  }

  private static String misfit(Fit fit) {
    return "the classes of io.kamon:kamon-kafka "
        + fit.version()
        + " do not fit together"
        + (fit.missing() == null ? "" : ", " + fit.missing() + " is missing")
        + ". There are two versions of it on the class path: keep the newer one";
  }

  private static String access(ClassLoader loader) {
    try {
      Class<?> kafka = Class.forName(KAFKA, false, loader);
      return ModuleAccess.grant(kafka, Attached.class, instrumentation());
    } catch (ClassNotFoundException e) {
      return null; // It is in another loader, perhaps; there, no named module is in our way.
    }
  }

  /** Whether there is a class, without loading it; null is always there. */
  static boolean isThere(String type) {
    return type == null
        || Decision.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
  }

  /** Whether Kanela has come to a running JVM, or may have: nobody promises to tell. */
  static boolean isLate() {
    try {
      Class<?> type = Class.forName("kanela.agent.util.conf.KanelaConfiguration");
      Object configuration = type.getMethod("instance").invoke(null);
      return (Boolean) type.getMethod("isAttachedInRuntime").invoke(configuration);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return true;
    }
  }

  /** Kanela keeps what the JVM gave it to itself. */
  private static Instrumentation instrumentation() {
    try {
      Field field =
          Class.forName("kanela.agent.Kanela", false, ClassLoader.getSystemClassLoader())
              .getDeclaredField("instrumentation");
      field.setAccessible(true);
      return (Instrumentation) field.get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static void log(String level, String line) {
    Facts.add(level + " " + line);
    try {
      System.err.println("[kamon-kafka] " + level + " " + line);
    } catch (Throwable t) {
      // The application has put a stream of its own there, or none.
    }
  }
}
