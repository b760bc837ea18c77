package kamon.instrumentation.kafka.testbed;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** Java installations of this machine. */
public final class Jdks {

  /** Environment variables from which a JVM takes options nobody gave it on the command line. */
  static final Set<String> OPTION_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private Jdks() {}

  /**
   * Home of an installation of the feature release (8, 11, 17, ...), or empty. Looks at the running
   * one, at the variables that CI systems set (JAVA_HOME_17, JDK_17, JAVA_17_HOME,
   * JAVA_HOME_17_X64, JAVA_HOME_17_ARM64), next to the running one, and where installers and
   * version managers put them.
   */
  public static Optional<Path> find(int feature) {
    Path running = Path.of(System.getProperty("java.home"));
    if (Runtime.version().feature() == feature) {
      return Optional.of(running);
    }
    return Stream.concat(
            fromEnvironment(System.getenv(), feature),
            Stream.concat(Stream.ofNullable(running.getParent()), roots().stream())
                .flatMap(Jdks::children))
        .flatMap(home -> Stream.of(home, home.resolve("Contents").resolve("Home")))
        .filter(home -> feature(home) == feature)
        .findFirst();
  }

  /** The program that starts a JVM of the installation. */
  public static Path launcher(Path javaHome) {
    return javaHome.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
  }

  static Stream<Path> fromEnvironment(Map<String, String> environment, int feature) {
    return Stream.of(
            "JAVA_HOME_" + feature,
            "JDK_" + feature,
            "JAVA_" + feature + "_HOME",
            "JAVA_HOME_" + feature + "_X64",
            "JAVA_HOME_" + feature + "_ARM64",
            "JAVA_HOME_" + feature + "_arm64")
        .map(environment::get)
        .filter(Objects::nonNull)
        .map(Path::of);
  }

  /** The feature release of an installation; 0 if there is none. */
  static int feature(Path javaHome) {
    Path release = javaHome.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(launcher(javaHome))) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    } catch (IOException e) {
      return 0;
    }
    return parseFeature(properties.getProperty("JAVA_VERSION", "").replace("\"", ""));
  }

  /** 8 for "1.8.0_402", 17 for "17.0.15", 26 for "26-ea"; 0 for anything else. */
  static int parseFeature(String version) {
    String digits = version.replaceFirst("^1\\.", "").replaceFirst("[^0-9].*$", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static List<Path> roots() {
    Path user = Path.of(System.getProperty("user.home"));
    Stream<Path> common =
        Stream.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            user.resolve("Library/Java/JavaVirtualMachines"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"));
    // Windows: every vendor has a folder of its own under Program Files.
    Stream<Path> windows =
        Stream.ofNullable(System.getenv("ProgramFiles")).map(Path::of).flatMap(Jdks::children);
    return Stream.concat(common, windows).toList();
  }

  private static Stream<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(Files::isDirectory).sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
