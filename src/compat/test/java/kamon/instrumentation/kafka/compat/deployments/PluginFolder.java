package kamon.instrumentation.kafka.compat.deployments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;

/** Plugins of Kafka Connect, each in a folder that its worker makes a class loader of. */
final class PluginFolder {
  private static final Path CLASSES = Path.of("target", "classes");

  private PluginFolder() {}

  /** Connect's own file connectors, and connectors of ours. */
  static void make(Path folder, ConnectRelease release) throws IOException {
    Path file = Files.createDirectories(folder.resolve("file"));
    List<Path> jars =
        ClassPaths.resolve("org.apache.kafka:connect-file:" + release.version()).stream()
            .filter(jar -> jar.getFileName().toString().startsWith("connect-file"))
            .toList();
    for (Path jar : jars) {
      Files.copy(jar, file.resolve(jar.getFileName()));
    }
    jar(Files.createDirectories(folder.resolve("seen")).resolve("seen.jar"), "sink");
    jar(Files.createDirectories(folder.resolve("numbers")).resolve("numbers.jar"), "numbers");
  }

  /** One package of this module in a jar. */
  static Path jar(Path jar, String packageName) throws IOException {
    Path folder =
        CLASSES.resolve(Path.of("kamon", "instrumentation", "kafka", "compat", packageName));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> classes = Files.list(folder)) {
      for (Path type : classes.toList()) {
        String name = CLASSES.relativize(type).toString().replace('\\', '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(type, entries);
      }
    }
    return jar;
  }
}
