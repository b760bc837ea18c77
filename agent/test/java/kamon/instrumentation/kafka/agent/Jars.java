package kamon.instrumentation.kafka.agent;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kamon.instrumentation.kafka.agent.child.PlainApplication;

/** The jars under test and those that child JVMs need. */
final class Jars {
  static final Path AGENT = Path.of(System.getProperty("agent.jar"));
  static final Path LIBRARY = here("kamon-kafka.jar");
  static final Path KANELA = copied("kanela-agent.jar");
  static final Path BUNDLE = copied("kamon-bundle_2.13.jar");

  private static final String CHILD = "kamon/instrumentation/kafka/agent/child";

  private Jars() {}

  /** What the tests run in child JVMs, in one directory with the tests. */
  static Path childApplications() {
    try {
      return Path.of(
          PlainApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A jar of what the tests run in child JVMs, and of nothing else. */
  static Path ofChildApplications(Path directory) throws IOException {
    Path jar = directory.resolve("application.jar");
    Path classes = childApplications();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes.resolve(CHILD))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** The newest kafka-clients that the child's JDK can run: 4.0 and later need Java 11. */
  static Path kafka() {
    return ChildJdk.chosen().feature() < 11
        ? copied("kafka-clients-java8.jar")
        : here("kafka-clients-");
  }

  /** The jar of this JVM's class path whose name starts so. */
  static Path here(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + name + " on the class path"));
  }

  /** A jar that makes an agent, for late attach, of a class. */
  static Path agentOf(Class<?> agent, Path directory) throws IOException {
    Path jar = directory.resolve(agent.getSimpleName() + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", agent.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    // The class itself is on the class path already.
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  static Path copied(String name) {
    return Path.of(System.getProperty("child.jars"), name);
  }
}
