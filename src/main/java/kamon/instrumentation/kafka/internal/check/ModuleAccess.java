package kamon.instrumentation.kafka.internal.check;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Lets a Kafka that is a named module use the library. Without it the JVM refuses the woven
 * classes, and the application dies (superinterface check failed); Class.forName asks no module and
 * succeeds all the same. By reflection: Java 8 has no modules.
 */
public final class ModuleAccess {
  private static final String PRODUCER = "org.apache.kafka.clients.producer";

  private final Object kafka; // java.lang.Module
  private final Object library;

  private ModuleAccess(Object kafka, Object library) {
    this.kafka = kafka;
    this.library = library;
  }

  /**
   * Adds what is missing.
   *
   * @param kafka a class of Kafka's
   * @param library a class of what Kafka is to call
   * @param instrumentation null when there is none
   * @return why Kafka must be left alone, or null
   */
  public static String grant(Class<?> kafka, Class<?> library, Instrumentation instrumentation) {
    try {
      Method getModule;
      try {
        getModule = Class.class.getMethod("getModule");
      } catch (NoSuchMethodException e) {
        return null; // Java 8
      }
      return new ModuleAccess(getModule.invoke(kafka), getModule.invoke(library))
          .grant(instrumentation);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return "its module cannot be made to read kamon-kafka: "
          + (e instanceof InvocationTargetException ? e.getCause() : e);
    }
  }

  private String grant(Instrumentation instrumentation) throws ReflectiveOperationException {
    String called = Hooks.ATTACHED.substring(0, Hooks.ATTACHED.lastIndexOf('.'));
    Class<?> module = kafka.getClass();
    // An unnamed or automatic module reads, exports and opens everything.
    boolean enough =
        (Boolean) module.getMethod("canRead", module).invoke(kafka, library)
            && is("isExported", library, called, kafka)
            && (Boolean) module.getMethod("canRead", module).invoke(library, kafka);
    if (enough && (instrumentation == null || is("isOpen", kafka, PRODUCER, library))) {
      return null;
    }
    if (instrumentation == null) {
      return "its module does not read kamon-kafka. Start the JVM with --add-reads "
          + module.getMethod("getName").invoke(kafka)
          + "=ALL-UNNAMED, or with -javaagent:kamon-kafka-agent.jar";
    }
    // What the library asks of Kafka's private fields is opened to it, and to nobody else.
    Map<String, Set<Object>> opens = new HashMap<>();
    for (Object name : (Set<?>) module.getMethod("getPackages").invoke(kafka)) {
      opens.put((String) name, Collections.singleton(library));
    }
    redefine(instrumentation, kafka, library, Collections.emptyMap(), opens);
    if ((Boolean) module.getMethod("isNamed").invoke(library)) {
      redefine(
          instrumentation,
          library,
          kafka,
          Collections.singletonMap(called, Collections.singleton(kafka)),
          Collections.emptyMap());
    }
    return null;
  }

  private static boolean is(String question, Object from, String name, Object to)
      throws ReflectiveOperationException {
    Class<?> module = from.getClass();
    return (Boolean) module.getMethod(question, String.class, module).invoke(from, name, to);
  }

  private static void redefine(
      Instrumentation instrumentation,
      Object module,
      Object reads,
      Map<String, Set<Object>> exports,
      Map<String, Set<Object>> opens)
      throws ReflectiveOperationException {
    Instrumentation.class
        .getMethod(
            "redefineModule",
            module.getClass(),
            Set.class,
            Map.class,
            Map.class,
            Set.class,
            Map.class)
        .invoke(
            instrumentation,
            module,
            Collections.singleton(reads),
            exports,
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }
}
