package kamon.instrumentation.kafka.testbed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The JVM that runs {@link BrokerMain}, with its output in a file. */
final class BrokerProcess {

  private static final String CLASS_PATH = "broker.classpath";
  private static final int TAIL_LINES = 40;

  private final Process process;
  private final Path output;

  private BrokerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static void configure(Path directory, int port, int controllerPort, Map<String, String> overrides)
      throws IOException {
    Properties settings = new Properties();
    settings.putAll(BrokerSettings.local(directory.resolve("data"), port, controllerPort));
    settings.putAll(overrides);
    try (Writer file = Files.newBufferedWriter(directory.resolve("server.properties"))) {
      settings.store(file, null);
    }
  }

  /** Starts with the settings that were written to the directory, and with the data there. */
  static BrokerProcess launch(Path directory, String clusterId) throws IOException {
    Path output = directory.resolve("broker.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Jdks.launcher(Path.of(System.getProperty("java.home"))).toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=kamon/instrumentation/kafka/testbed/broker-logback.xml",
                BrokerMain.class.getName(),
                directory.toString(),
                clusterId)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Agents and flags that are meant for the parent would slow the broker or change it.
    builder.environment().keySet().removeAll(Jdks.OPTION_VARIABLES);
    builder.environment().put("CLASSPATH", classPath());
    return new BrokerProcess(builder.start(), output);
  }

  private static String classPath() throws IOException {
    try (InputStream in = BrokerProcess.class.getResourceAsStream(CLASS_PATH)) {
      if (in == null) {
        throw new IllegalStateException(
            "No resource " + CLASS_PATH + ": build the testbed with Maven (process-resources)");
      }
      Path self =
          Path.of(BrokerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String kafka = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return self + File.pathSeparator + kafka;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The testbed must be a jar or a directory", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends a signal by its name, where the system has signals. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " has failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while signalling the broker", e);
    }
  }

  String outputTail() {
    try {
      // Decoded leniently: what a dying process printed may be cut anywhere.
      List<String> lines =
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
