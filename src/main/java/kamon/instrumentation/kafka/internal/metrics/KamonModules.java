package kamon.instrumentation.kafka.internal.metrics;

import java.util.ArrayList;
import java.util.List;
import kamon.Kamon;
import kamon.status.Status;
import scala.collection.Iterator;

/** The modules of Kamon, reporters above all. */
public final class KamonModules {
  private KamonModules() {}

  /** Those that run, as they do once Kamon was started. */
  public static List<Status.Module> started() throws ReflectiveOperationException {
    List<Status.Module> started = new ArrayList<>();
    for (Object module : list(Kamon.status().moduleRegistry())) {
      if (((Status.Module) module).started()) {
        started.add((Status.Module) module);
      }
    }
    return started;
  }

  /** What Kanela has told of its modules; none where there is no Kanela. */
  static List<Object> ofKanela() throws ReflectiveOperationException {
    return list(Kamon.status().instrumentation());
  }

  /** By reflection: the type of the list is another one in Scala 2.12 and in 2.13. */
  private static List<Object> list(Object status) throws ReflectiveOperationException {
    Object modules = status.getClass().getMethod("modules").invoke(status);
    Iterator<?> all = (Iterator<?>) modules.getClass().getMethod("iterator").invoke(modules);
    List<Object> list = new ArrayList<>();
    while (all.hasNext()) {
      list.add(all.next());
    }
    return list;
  }
}
