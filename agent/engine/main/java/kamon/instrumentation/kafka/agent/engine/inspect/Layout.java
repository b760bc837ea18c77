package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where an archive, or a directory that it was unpacked into, has classes and jars. */
enum Layout {
  /** Made by Spring Boot's plugins; its loader looks into the jars within. */
  BOOT("BOOT-INF/", "Spring Boot's loader (LaunchedClassLoader)"),
  /** For a servlet container, or executable by Spring Boot. */
  WAR("WEB-INF/", "the loader of the web application"),
  /** An ordinary jar, or a directory of classes. */
  PLAIN(null, "the system class loader");

  private final String root;
  private final String loader;

  Layout(String root, String loader) {
    this.root = root;
    this.loader = loader;
  }

  static Layout of(File place) throws IOException {
    if (place.isDirectory()) {
      for (Layout layout : values()) {
        if (layout.root != null && new File(place, layout.root).isDirectory()) {
          return layout;
        }
      }
      return PLAIN;
    }
    try (ZipFile zip = new ZipFile(place)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        for (Layout layout : values()) {
          if (layout.root != null && entry.getName().startsWith(layout.root)) {
            return layout;
          }
        }
      }
      return PLAIN;
    }
  }

  /** Which loader looks there. */
  String loader() {
    return loader;
  }

  /** Name of the folder that tells it; null for none. */
  String root() {
    return root;
  }

  /** Name of the folder of classes. */
  String classes() {
    return root + "classes/";
  }

  /** Whether it is the name of a jar that the loader looks into. */
  boolean isLibrary(String entry) {
    // WEB-INF/lib-provided, too, which Spring Boot adds.
    return entry.startsWith(root + "lib") && entry.endsWith(".jar");
  }
}
