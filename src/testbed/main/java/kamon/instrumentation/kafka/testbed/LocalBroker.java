package kamon.instrumentation.kafka.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** A broker in a JVM of its own on this machine, which can be frozen, killed and restarted. */
public final class LocalBroker implements KafkaBroker {

  // Starts take 3 to 6 seconds; the rest is for busy build machines.
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 3;

  private final Path directory;
  private final int port;
  private final String clusterId;
  private volatile BrokerProcess process;

  private LocalBroker(Path directory, int port, String clusterId, BrokerProcess process) {
    this.directory = directory;
    this.port = port;
    this.clusterId = clusterId;
    this.process = process;
  }

  static LocalBroker start() {
    for (int attempt = 1; ; attempt++) {
      try {
        return launch(Ports.free(0));
      } catch (PortTakenException e) {
        // A free port can be taken by anybody while the broker starts.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  static LocalBroker start(int port) {
    if (!Ports.isFree(port)) {
      throw new PortTakenException(
          "Port "
              + port
              + " is taken. Stop what listens there, or let KafkaBroker.start() choose a port.");
    }
    return launch(port);
  }

  /**
   * Starts a broker with settings beyond those of {@link KafkaBroker#start(int)}, or in their
   * place.
   *
   * @throws IllegalStateException if the broker dies or does not get ready
   */
  public static LocalBroker start(int port, Map<String, String> settings) {
    return launch(port, settings);
  }

  static LocalBroker launch(int port) {
    return launch(port, Map.of());
  }

  private static LocalBroker launch(int port, Map<String, String> settings) {
    Path directory;
    BrokerProcess process;
    String clusterId = Uuid.randomUuid().toString();
    try {
      directory = Files.createTempDirectory("kafka-broker-");
      BrokerProcess.configure(directory, port, Ports.free(port), settings);
      process = BrokerProcess.launch(directory, clusterId);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not launch the Kafka broker", e);
    }
    LocalBroker broker = new LocalBroker(directory, port, clusterId, process);
    // Ctrl-C reaches the broker's JVM as well, which then has no time to clean up: ours has.
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "testbed-broker-cleanup"));
    try {
      broker.awaitReady();
      return broker;
    } catch (RuntimeException | Error e) {
      broker.close();
      throw e;
    }
  }

  // An open port is not readiness, but asking before that only fills the client's log.
  private void awaitReady() {
    BrokerAdmin admin = new BrokerAdmin(bootstrapServers());
    boolean listens =
        Waiting.until(START_LIMIT, () -> !process.isAlive() || Ports.accepts(port))
            && process.isAlive();
    if (listens && admin.awaitMetadata(clusterId, START_LIMIT, process::isAlive)) {
      return;
    }
    String output = process.outputTail();
    String end = System.lineSeparator() + "Its last output:" + System.lineSeparator() + output;
    if (output.contains("Address already in use") || output.contains("BindException")) {
      throw new PortTakenException("The Kafka broker found port " + port + " taken." + end);
    }
    throw new IllegalStateException(
        process.isAlive()
            ? "The Kafka broker did not answer within " + START_LIMIT.toSeconds() + " s." + end
            : "The Kafka broker died with exit code " + process.exitCode() + "." + end);
  }

  /** Stops its process where it is, as SIGSTOP does: connections stay, nobody answers. */
  public void freeze() {
    process.signal("STOP");
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() {
    process.signal("CONT");
  }

  /** Starts it again after {@link #stop}, with the same data, settings and port. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The broker is alive");
    }
    try {
      process = BrokerProcess.launch(directory, clusterId);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not launch the Kafka broker again", e);
    }
    awaitReady();
  }

  ProcessHandle process() {
    return process.handle();
  }

  Path directory() {
    return directory;
  }

  @Override
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void stop() {
    process.kill();
  }

  @Override
  public synchronized void close() {
    stop();
    Directories.delete(directory);
  }

  private static final class PortTakenException extends IllegalStateException {
    PortTakenException(String message) {
      super(message);
    }
  }
}
