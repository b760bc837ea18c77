package kamon.instrumentation.kafka.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An application in a class loader of its own, where a transformer sees each class before the JVM
 * does, as with {@code -javaagent}.
 */
class WovenRelease extends URLClassLoader {
  private final ClassFileTransformer transformer;
  private final Map<String, byte[]> woven = new HashMap<>();

  WovenRelease(ClassFileTransformer transformer, List<Path> classPath) {
    super(
        classPath.stream().map(WovenRelease::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    this.transformer = transformer;
  }

  /** The class file as the release has it; null if it has none. */
  byte[] original(String type) {
    try (InputStream file = getResourceAsStream(type.replace('.', '/') + ".class")) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class file that the JVM got, once the class is loaded; null if nothing changed it. */
  byte[] woven(String type) {
    return woven.get(type);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = original(name);
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] changed = transformer.transform(this, name.replace('.', '/'), null, null, classFile);
      if (changed != null) {
        woven.put(name, changed);
        classFile = changed;
      }
    } catch (IllegalClassFormatException e) {
      throw new ClassNotFoundException(name, e);
    }
    return defineClass(name, classFile, 0, classFile.length);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
