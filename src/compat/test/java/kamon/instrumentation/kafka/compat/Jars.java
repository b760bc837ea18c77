package kamon.instrumentation.kafka.compat;

import java.nio.file.Path;

/** The jars of this build, and the agents that it runs beside. */
public final class Jars {
  public static final Path AGENT = named("agent.jar");
  public static final Path LIBRARY = named("library.jar");
  public static final Path TESTBED = named("testbed.jar");
  public static final Path KANELA = named("kanela.jar");

  private Jars() {}

  private static Path named(String property) {
    Path jar = Path.of(System.getProperty(property));
    if (!jar.toString().endsWith(".jar")) {
      throw new IllegalStateException(
          property + " is " + jar + ": run \"mvn verify\", which packs it");
    }
    return jar.toAbsolutePath();
  }
}
