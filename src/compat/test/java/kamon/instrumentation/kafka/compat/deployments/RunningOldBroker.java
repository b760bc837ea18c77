package kamon.instrumentation.kafka.compat.deployments;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.program.OldBroker;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.Ports;

/** A real broker of a release that needs a ZooKeeper, with it. */
final class RunningOldBroker implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  // 0.10 and 2.8.
  private static final Pattern STARTED =
      Pattern.compile("\\[Kafka Server 0], started|\\[KafkaServer id=0] started");
  private static final String LOOPBACK = "127.0.0.1";

  private final ChildJvm jvm;
  private final int port = Ports.free(0);

  /** The last release line without record headers, 0.10. */
  static RunningOldBroker withoutHeaders(Path directory) throws IOException {
    return new RunningOldBroker(
        directory,
        "",
        "org.apache.kafka:kafka_2.11:" + System.getProperty("kafka-without-headers.version"),
        // The part of Java 8 that it uses and Java 11 has no more.
        "javax.xml.bind:jaxb-api:" + System.getProperty("jaxb-api.version"));
  }

  /** Knows record headers, and keeps its topics' records in a format that does not. */
  static RunningOldBroker withOldFormat(Path directory) throws IOException {
    return new RunningOldBroker(
        directory,
        "log.message.format.version=0.10.2\n",
        "org.apache.kafka:kafka_2.13:" + System.getProperty("kafka-with-formats.version"),
        // Which it leaves to its distribution; without it, it does not say that it has started.
        "org.slf4j:slf4j-log4j12:" + System.getProperty("slf4j-log4j12.version"));
  }

  /** Starts it with its data and configuration in the directory. */
  private RunningOldBroker(Path directory, String settings, String... artifacts)
      throws IOException {
    int zooKeeperPort = Ports.free(port);
    Path zooKeeper =
        Files.writeString(
            directory.resolve("zookeeper.properties"),
            """
            dataDir=%s
            clientPortAddress=%s
            clientPort=%d
            """
                .formatted(path(directory.resolve("zookeeper")), LOOPBACK, zooKeeperPort));
    Path kafka =
        Files.writeString(
            directory.resolve("kafka.properties"),
            """
            broker.id=0
            listeners=PLAINTEXT://%s:%d
            zookeeper.connect=%s:%d
            log.dirs=%s
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            log.cleaner.dedupe.buffer.size=2097152
            %s"""
                .formatted(
                    LOOPBACK,
                    port,
                    LOOPBACK,
                    zooKeeperPort,
                    path(directory.resolve("kafka")),
                    settings));
    Path logging =
        Files.writeString(
            directory.resolve("log4j.properties"),
            """
            log4j.rootLogger=INFO, out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.SimpleLayout
            """);
    jvm =
        ChildJvm.main(OldBroker.class.getName())
            .classPath(classPath(artifacts))
            .jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .jvmArgs("-Dlog4j.configuration=" + logging.toUri())
            .args(zooKeeper.toString(), kafka.toString())
            .start();
    try {
      jvm.awaitLine(line -> STARTED.matcher(line).find(), START_LIMIT);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private static String classPath(String... artifacts) {
    List<Path> classPath = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
    classPath.addAll(ClassPaths.resolve(artifacts));
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String path(Path path) {
    return path.toString().replace('\\', '/'); // A backslash in a properties file is an escape.
  }

  String bootstrapServers() {
    return LOOPBACK + ":" + port;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
