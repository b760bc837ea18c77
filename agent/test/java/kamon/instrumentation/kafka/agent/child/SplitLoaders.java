package kamon.instrumentation.kafka.agent.child;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs {@link PlainApplication} from a loader whose parent is another, as servers do. Arguments:
 * the parent's class path, the application's class path, the application's arguments.
 */
public final class SplitLoaders {
  private SplitLoaders() {}

  public static void main(String[] args) throws Exception {
    ClassLoader jdk = ClassLoader.getSystemClassLoader().getParent();
    try (URLClassLoader parent = new URLClassLoader(urls(args[0]), jdk);
        URLClassLoader application = new URLClassLoader(urls(args[1]), parent)) {
      Thread.currentThread().setContextClassLoader(application);
      application
          .loadClass(PlainApplication.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
    }
  }

  static URL[] urls(String classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }
}
