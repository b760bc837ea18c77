package kamon.instrumentation.kafka.internal.metrics;

import com.typesafe.config.Config;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.module.Module;
import scala.Product;

/**
 * A module of Kamon without any behaviour, so that Kamon's status page has an entry for Kafka where
 * Kanela has none: the page's own part for instrumentation asks Kanela, and never heard of our
 * agent.
 *
 * <p>Not one of the configuration (kamon.modules): Kamon gives each module a thread that keeps the
 * JVM, also where there is nothing else to keep it for, and reads its configuration perhaps before
 * our agent has brought ours. This one is there only as long as another module is, which has such a
 * thread, too.
 */
final class StatusEntry implements Module {
  static final String NAME = "Apache Kafka";

  private static final Warning FAILED = new Warning();
  private static final String KANELA_MODULE = "kamon-kafka";
  // Who weaves, by the property of Engine in a higher package.
  private static final String WOVEN_BY = "kamon.kafka.woven-by";

  private static Module.Registration registration; // guarded by the class

  private StatusEntry() {}

  /**
   * Sees to it that the entry is there, once, or is gone. For Kamon's scheduler: it waits while
   * Kamon starts or stops modules, which no thread of the application's shall do. Never throws.
   *
   * @param wanted whether there are clients
   */
  static synchronized void update(boolean wanted) {
    try {
      boolean belongs = wanted && othersRun() && !isAmongInstrumentation();
      if (belongs && !isThere()) {
        registration = register();
        belongs = othersRun(); // While that waited, Kamon may have stopped all others.
      }
      if (!belongs && registration != null) {
        registration.cancel();
        registration = null;
      }
    } catch (Throwable t) {
      FAILED.log("Kamon's status page has no entry for Kafka", t);
    }
  }

  private static boolean othersRun() throws ReflectiveOperationException {
    return KamonModules.started().stream().anyMatch(module -> !module.name().equals(NAME));
  }

  /** Perhaps through a copy of this class in another class loader. */
  private static boolean isThere() throws ReflectiveOperationException {
    return KamonModules.started().stream().anyMatch(module -> module.name().equals(NAME));
  }

  /** Whether Kanela has told of our modules, which the page shows then. */
  private static boolean isAmongInstrumentation() throws ReflectiveOperationException {
    for (Object module : KamonModules.ofKanela()) {
      // Java has no name for a Scala object's nested class; its first part is the path.
      if (((Product) module).productElement(0).toString().startsWith(KANELA_MODULE)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("deprecation") // the newer ways are not in Kamon 2.2, and for other kinds
  private static Module.Registration register() {
    return Kamon.registerModule(NAME, description(), new StatusEntry(), null);
  }

  private static String description() {
    String wovenBy = System.getProperty(WOVEN_BY);
    String way = wovenBy == null ? "without an agent" : "woven by " + wovenBy;
    return "Spans and metrics of kafka-clients, " + way;
  }

  /**
   * Kamon stops, and has forgotten what was scheduled. An application that starts it again without
   * new settings would have no metrics of the clients that are open.
   */
  @Override
  public void stop() {
    Watch.start();
  }

  @Override
  public void reconfigure(Config config) {}
}
