package kamon.instrumentation.kafka.agent.child;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads a class in a loader and in its child, which looks at its own first, as servers have them.
 * Arguments: the parent's class path, the child's, the class.
 */
public final class ParentAndChild {
  private ParentAndChild() {}

  public static void main(String[] args) throws Exception {
    ClassLoader jdk = ClassLoader.getSystemClassLoader().getParent();
    try (URLClassLoader parent = new URLClassLoader(SplitLoaders.urls(args[0]), jdk);
        URLClassLoader child = new ChildFirst(SplitLoaders.urls(args[1]), parent)) {
      LoadedClasses.print(Class.forName(args[2], false, parent));
      LoadedClasses.print(Class.forName(args[2], false, child));
    }
  }

  /** For classes only: as in some servers, it finds files in its parent first. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException | SecurityException e) { // java.*
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}
