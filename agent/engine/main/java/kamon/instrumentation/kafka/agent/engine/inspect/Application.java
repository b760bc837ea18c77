package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One application, or one of the loaders that it will have, with a loader that finds the same. */
final class Application implements Closeable {
  private final String name;
  private final Layout layout;
  private final List<File> places;
  private final URLClassLoader loader;

  private Application(String name, Layout layout, List<File> places, ClassLoader parent)
      throws IOException {
    this.name = name;
    this.layout = layout;
    this.places = places;
    List<URL> urls = new ArrayList<>();
    for (File place : places) {
      urls.add(place.toURI().toURL());
    }
    loader = new URLClassLoader(urls.toArray(new URL[0]), parent);
  }

  /** Ordinary jars and directories of classes. */
  static Application ofClassPath(String name, List<File> places, ClassLoader parent)
      throws IOException {
    return new Application(name, Layout.PLAIN, places, parent);
  }

  /** An archive with jars within, or the directory that it was unpacked into. */
  static Application ofArchive(File archive, Layout layout, ClassLoader parent) throws IOException {
    List<File> places =
        archive.isDirectory() ? within(archive, layout) : Unpacked.of(archive, layout);
    places.add(archive);
    return new Application(archive.getName(), layout, places, parent);
  }

  private static List<File> within(File directory, Layout layout) {
    List<File> places = new ArrayList<>();
    File classes = new File(directory, layout.classes());
    places.add(classes);
    for (String folder : names(classes.getParentFile())) {
      for (String file : names(new File(classes.getParentFile(), folder))) {
        if (layout.isLibrary(layout.root() + folder + "/" + file)) {
          places.add(new File(new File(classes.getParentFile(), folder), file));
        }
      }
    }
    return places;
  }

  private static String[] names(File directory) {
    String[] names = directory.list();
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names); // Directories have no order of their own.
    return names;
  }

  /** As people know it. */
  String name() {
    return name;
  }

  Layout layout() {
    return layout;
  }

  List<File> places() {
    return places;
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
