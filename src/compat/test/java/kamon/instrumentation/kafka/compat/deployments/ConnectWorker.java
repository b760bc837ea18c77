package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** A worker of Kafka Connect in a JVM of its own, with plugins in class loaders of their own. */
final class ConnectWorker implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String PRINTING = "kamon.instrumentation.kafka.compat.connect.Printing";
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private final ChildJvm jvm;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  private ConnectWorker(ChildJvm jvm) {
    this.jvm = jvm;
    String line = jvm.awaitLine("REST server listening at ", LIMIT);
    address = line.replaceFirst(".*listening at (http://[^,]*/),.*", "$1");
  }

  /**
   * @param name of the worker's group, and what its topics begin with
   * @param jvmArgs with the agent, or without
   */
  static ConnectWorker start(
      ConnectRelease release, KafkaBroker broker, Path folder, String name, List<String> jvmArgs)
      throws IOException {
    PluginFolder.make(folder.resolve("plugins"), release);
    Path properties = folder.resolve("worker.properties");
    String converter = "org.apache.kafka.connect.storage.StringConverter";
    List<String> lines = new ArrayList<>();
    lines.add("bootstrap.servers=" + broker.bootstrapServers());
    lines.add("group.id=" + name);
    lines.add("plugin.path=" + folder.resolve("plugins"));
    lines.add("listeners=http://127.0.0.1:0");
    lines.add("key.converter=" + converter);
    lines.add("value.converter=" + converter);
    lines.add("offset.flush.interval.ms=500");
    lines.add("connector.client.config.override.policy=All");
    lines.add("offset.storage.partitions=1");
    lines.add("status.storage.partitions=1");
    for (String topic : List.of("config", "offset", "status")) {
      lines.add(topic + ".storage.topic=" + name + "-" + topic);
      lines.add(topic + ".storage.replication.factor=1");
    }
    if (release.sendsExactlyOnce()) {
      lines.add("exactly.once.source.support=enabled");
    }
    Files.write(properties, lines);
    return new ConnectWorker(
        ChildJvm.main(
                jvmArgs.stream().anyMatch(argument -> argument.contains("kanela"))
                    ? "kamon.instrumentation.kafka.compat.connect.KamonWorker"
                    : "org.apache.kafka.connect.cli.ConnectDistributed")
            .classPath(classPath(release, folder, jvmArgs))
            .jvmArgs("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .jvmArgs("-Dlogback.configurationFile=" + logging(folder))
            .jvmArgs("-Dkamon.modules.printing.enabled=true", "-Dkamon.modules.printing.name=p")
            .jvmArgs("-Dkamon.modules.printing.description=p")
            .jvmArgs("-Dkamon.modules.printing.factory=" + PRINTING)
            .jvmArgs("-Dkamon.trace.sampler=always", "-Dkamon.trace.tick-interval=1s")
            .jvmArgs(jvmArgs.toArray(String[]::new))
            .args(properties.toString())
            .start());
  }

  /** Under Kanela with the library; otherwise the agent has it. */
  private static String classPath(ConnectRelease release, Path folder, List<String> jvmArgs)
      throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(PluginFolder.jar(folder.resolve("printing.jar"), "connect"));
    jars.add(Jars.TESTBED);
    jars.add(Jars.AGENT); // as in the one folder that a worker has for all
    if (jvmArgs.stream().anyMatch(argument -> argument.contains("kanela"))) {
      jars.add(Jars.LIBRARY);
    }
    jars.addAll(
        ClassPaths.resolve(
            "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
            "org.apache.kafka:connect-runtime:" + release.version(),
            "org.apache.kafka:connect-transforms:" + release.version(),
            "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")));
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path logging(Path folder) throws IOException {
    return Files.writeString(folder.resolve("logback.xml"), LOGGING);
  }

  ChildJvm jvm() {
    return jvm;
  }

  /** Makes a connector, as soon as the worker is ready for that. */
  void connect(String name, Map<String, String> settings) {
    String json =
        settings.entrySet().stream()
            .map(setting -> "\"%s\": \"%s\"".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "connectors/" + name + "/config"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    send(request);
  }

  /** Asks for something without telling more, as soon as the worker is ready for that. */
  String ask(String method, String path) {
    return send(
        HttpRequest.newBuilder(URI.create(address + "connectors/" + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  /** Until it is done: a worker refuses while its group is rebalanced. */
  private String send(HttpRequest request) {
    List<String> answers = new ArrayList<>();
    List<String> done = new ArrayList<>();
    await(
        () -> {
          HttpResponse<String> answer = sendOnce(request);
          answers.add(answer.statusCode() + " " + answer.body());
          if (answer.statusCode() / 100 == 2) {
            done.add(answer.body());
          }
          return !done.isEmpty();
        },
        answers);
    return done.get(0);
  }

  private HttpResponse<String> sendOnce(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param seen what to say when it does not come true
   */
  void await(BooleanSupplier condition, List<String> seen) {
    await(condition, LIMIT, seen);
  }

  /** The same for what takes longer. */
  void await(BooleanSupplier condition, Duration limit, List<String> seen) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> seen + "\n" + String.join("\n", jvm.lines()))
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Override
  public void close() {
    jvm.close();
  }
}
