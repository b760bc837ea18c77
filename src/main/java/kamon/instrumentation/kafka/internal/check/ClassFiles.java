package kamon.instrumentation.kafka.internal.check;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.Properties;

/** Files of one jar or directory, as a class loader finds them. */
public final class ClassFiles {
  private final ClassLoader loader;
  private final String place; // part of each of its addresses; empty for any place

  private ClassFiles(ClassLoader loader, String place) {
    this.loader = loader;
    this.place = place;
  }

  /**
   * Those of the place that a class comes from. A loader also finds what its parents have.
   *
   * @param location of the class's code source, or null
   */
  public static ClassFiles at(URL location, ClassLoader loader, String className)
      throws IOException {
    URL url = null;
    if (location != null) {
      url = new ClassFiles(loader, location.toString()).find(path(className));
    }
    return url == null ? around(loader, className) : next(url, loader, className);
  }

  /** Those of all places where the loader looks. */
  static ClassFiles anywhere(ClassLoader loader) {
    return new ClassFiles(loader, "");
  }

  /** Those next to a class that the loader finds; of any place where it finds none. */
  public static ClassFiles around(ClassLoader loader, String className) {
    return next(loader.getResource(path(className)), loader, className);
  }

  private static ClassFiles next(URL url, ClassLoader loader, String className) {
    String address = url == null ? "" : url.toString();
    int end = address.length() - path(className).length();
    return new ClassFiles(loader, end < 0 ? "" : address.substring(0, end));
  }

  /** The class file; null when there is none. */
  byte[] read(String className) throws IOException {
    try (InputStream stream = open(path(className))) {
      return stream == null ? null : readAll(stream);
    }
  }

  /** A property of a file of properties; null when one of them is not there. */
  String property(String file, String key) throws IOException {
    try (InputStream stream = openAnyway(file)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty(key);
    }
  }

  static byte[] read(ClassLoader loader, String className) throws IOException {
    return new ClassFiles(loader, "").read(className);
  }

  private static String path(String className) {
    return className.replace('.', '/') + ".class";
  }

  private InputStream open(String path) throws IOException {
    URL url = find(path);
    if (url == null) {
      return place.isEmpty() ? loader.getResourceAsStream(path) : null;
    }
    if (url.equals(loader.getResource(path))) {
      return loader.getResourceAsStream(path); // from the jar that the loader has open
    }
    return open(url);
  }

  /** Also what a named module keeps to itself: class files are for everybody, other files not. */
  private InputStream openAnyway(String path) throws IOException {
    InputStream stream = open(path);
    if (stream != null || place.isEmpty()) {
      return stream;
    }
    try {
      return open(new URL(place + path));
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static InputStream open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // or the jar would stay open
    return connection.getInputStream();
  }

  private URL find(String path) throws IOException {
    URL first = loader.getResource(path);
    if (first == null || first.toString().contains(place)) {
      return first;
    }
    for (URL url : Collections.list(loader.getResources(path))) {
      if (url.toString().contains(place)) {
        return url;
      }
    }
    return null;
  }

  private static byte[] readAll(InputStream stream) throws IOException {
    byte[] buffer = new byte[8 * 1024];
    ByteArrayOutputStream content = new ByteArrayOutputStream(buffer.length);
    for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
      content.write(buffer, 0, n);
    }
    return content.toByteArray();
  }
}
