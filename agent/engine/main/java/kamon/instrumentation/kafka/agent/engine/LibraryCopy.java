package kamon.instrumentation.kafka.agent.engine;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives a class loader that has Kafka and Kamon, and not our library, the copy that the agent
 * carries: as one more place where it looks, the last one. A class path, a web application and
 * Spring Boot's executable jars have loaders that can be given one.
 */
final class LibraryCopy {
  private final Instrumentation instrumentation;
  private final URL root;
  private boolean opened;

  LibraryCopy(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    try {
      root = LibraryUrl.root();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether the loader finds the library from now on. */
  boolean addTo(ClassLoader loader) {
    try {
      open();
      Object place = loader instanceof URLClassLoader ? loader : classPath(loader);
      if (place == null) {
        return false;
      }
      Class<?> type = loader instanceof URLClassLoader ? URLClassLoader.class : place.getClass();
      Method addUrl = type.getDeclaredMethod("addURL", URL.class);
      addUrl.setAccessible(true);
      addUrl.invoke(place, root);
      return true;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return false; // and what is missing is said
    }
  }

  /**
   * Where the JDK's own loader of the class path looks, from Java 9 on; null for any other loader.
   * The public way (appendToSystemClassLoaderSearch) needs a jar file, and nobody is to find a file
   * of ours that a killed JVM has left.
   */
  private static Object classPath(ClassLoader loader) throws ReflectiveOperationException {
    for (Class<?> type = loader.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals("jdk.internal.loader.BuiltinClassLoader")) {
        Field field = type.getDeclaredField("ucp");
        field.setAccessible(true);
        return field.get(loader);
      }
    }
    return null;
  }

  /** To us alone, and without the warning that the JVM prints for --add-opens at run time. */
  private synchronized void open() throws ReflectiveOperationException {
    if (opened || instrumentation == null) { // the manifest has opened it where nobody is an agent
      return;
    }
    Method getModule;
    try {
      getModule = Class.class.getMethod("getModule");
    } catch (NoSuchMethodException e) {
      opened = true; // Java 8
      return;
    }
    Object base = getModule.invoke(Object.class);
    Map<String, Set<Object>> opens = new HashMap<>();
    Set<Object> us = Collections.singleton(getModule.invoke(LibraryCopy.class));
    opens.put("java.net", us);
    opens.put("jdk.internal.loader", us);
    Instrumentation.class
        .getMethod(
            "redefineModule",
            base.getClass(),
            Set.class,
            Map.class,
            Map.class,
            Set.class,
            Map.class)
        .invoke(
            instrumentation,
            base,
            Collections.emptySet(),
            Collections.emptyMap(),
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
    opened = true;
  }
}
