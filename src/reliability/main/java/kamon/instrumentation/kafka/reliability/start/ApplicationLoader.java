package kamon.instrumentation.kafka.reliability.start;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * A loader for {@code -Djava.system.class.loader}: the JDK's own, with the class path, above it.
 */
public final class ApplicationLoader extends URLClassLoader {
  public ApplicationLoader(ClassLoader parent) {
    super(new URL[0], parent);
  }

  // The JVM calls it by its name for each -javaagent.
  @SuppressWarnings("unused")
  private void appendToClassPathForInstrumentation(String jar) throws MalformedURLException {
    addURL(new File(jar).toURI().toURL());
  }
}
