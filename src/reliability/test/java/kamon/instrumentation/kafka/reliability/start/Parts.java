package kamon.instrumentation.kafka.reliability.start;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** What the class path of an application is made of. */
final class Parts {
  static final Path AGENT = Path.of(System.getProperty("agent.jar")).normalize();
  static final Path KAFKA = jar("kafka-clients-");

  private Parts() {}

  /** Kafka alone; its logger has no provider. */
  static List<Path> bare() {
    return List.of(application(), KAFKA, jar("slf4j-api-"));
  }

  /** With Kamon, and the library from the agent. */
  static List<Path> withoutLibrary() {
    return with(bare(), jar("kamon-core_2.13-"), jar("scala-library-"), jar("config-"));
  }

  static List<Path> full() {
    return with(withoutLibrary(), jar("kamon-kafka.jar"));
  }

  /** The full class path without a directory, of which a JVM archives no classes. */
  static List<Path> jarsOnly(Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path part : full()) {
      jars.add(Files.isDirectory(part) ? jarOf(part, directory.resolve("application.jar")) : part);
    }
    return jars;
  }

  static Path jarOf(Path place, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      addFiles(place, out);
    }
    return jar;
  }

  static void addFiles(Path place, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(place.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }

  static List<Path> logback() {
    return List.of(jar("logback-classic-"), jar("logback-core-"));
  }

  static List<Path> with(List<Path> path, Path... more) {
    return Stream.concat(path.stream(), Arrays.stream(more)).toList();
  }

  /** In front of what is there. */
  static List<Path> before(List<Path> path, Path... first) {
    return Stream.concat(Arrays.stream(first), path.stream()).toList();
  }

  static Path application() {
    try {
      return Path.of(Starting.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path jar(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + name + " on the class path"));
  }
}
