package kamon.instrumentation.kafka.internal.tracing;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.metrics.KamonModules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Kamon when the agent's argument "init" asks for it and the application has not. With the
 * first record: by then, the application has set up its logging and its configuration.
 */
public final class KamonStart {
  /** Set by the agent. */
  static final String ASKED = "kamon.kafka.init";

  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final Warning FAILED = new Warning();
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private KamonStart() {}

  /** For each new client: does something once in the life of a JVM. */
  public static void ifAsked() {
    try {
      if (Boolean.getBoolean(ASKED) && DONE.compareAndSet(false, true) && !isStarted()) {
        start();
      }
    } catch (Throwable t) {
      FAILED.log("Could not start Kamon, as the agent's argument \"init\" asks", t);
    }
  }

  private static void start() throws ReflectiveOperationException {
    if (hasBundle()) {
      Kamon.init();
    } else {
      initWithoutAttaching();
    }
    LOG.info("Kamon was started, as the agent's argument \"init\" asks");
    if (!isStarted()) {
      LOG.warn(
          "Kamon is running, but reports to nobody: add a reporter to the application, such as"
              + " io.kamon:kamon-opentelemetry_2.13");
    }
  }

  /** Without it Kamon.init() warns that nothing will be instrumented, and Kafka is. */
  private static void initWithoutAttaching() throws ReflectiveOperationException {
    try {
      Kamon.class.getMethod("initWithoutAttaching").invoke(null);
    } catch (NoSuchMethodException e) {
      Kamon.init(); // Kamon 2.2
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static boolean hasBundle() {
    try {
      Class.forName("kamon.runtime.Attacher", false, Kamon.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Whether a module of Kamon's runs, reporters above all, as they do once it was started. */
  private static boolean isStarted() throws ReflectiveOperationException {
    return !KamonModules.started().isEmpty();
  }
}
