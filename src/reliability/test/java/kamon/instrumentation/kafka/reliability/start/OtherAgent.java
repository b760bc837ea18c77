package kamon.instrumentation.kafka.reliability.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.Jdks;

/** Agents that weave Kafka too, in either order; the control run has the other one alone. */
enum OtherAgent {
  OPENTELEMETRY(
      "opentelemetry-javaagent",
      "-Dotel.traces.exporter=none"
          + " -Dotel.metrics.exporter=none"
          + " -Dotel.logs.exporter=none"),

  DATADOG(
      "dd-java-agent",
      "-Ddd.writer.type=LoggingWriter"
          + " -Ddd.trace.agent.url=http://127.0.0.1:1"
          + " -Ddd.instrumentation.telemetry.enabled=false"
          + " -Ddd.remote_config.enabled=false"
          + " -Ddd.jmxfetch.enabled=false"),

  ELASTIC(
      "elastic-apm-agent",
      "-Delastic.apm.server_url=http://127.0.0.1:1"
          + " -Delastic.apm.cloud_provider=NONE"
          + " -Delastic.apm.central_config=false");

  /** Where the build has put them, in a long run only: they are large. */
  private static final Path JARS = Path.of(System.getProperty("other.agents"));

  private final String name;
  private final String settings;

  OtherAgent(String name, String settings) {
    this.name = name;
    this.settings = settings;
  }

  static List<Start> starts() {
    List<Start> all = new ArrayList<>();
    for (OtherAgent agent : values()) {
      all.addAll(agent.inBothOrders(", library from the agent", Parts.withoutLibrary(), 17));
      all.addAll(agent.inBothOrders("", Parts.full(), 25));
    }
    return all;
  }

  private List<Start> inBothOrders(String how, List<Path> path, int feature) {
    Optional<Path> jdk = Jdks.find(feature);
    if (jdk.isEmpty()) {
      return List.of();
    }
    String[] flags =
        Stream.concat(Stream.of("-javaagent:" + jar()), Arrays.stream(settings.split(" ", -1)))
            .toArray(String[]::new);
    String name = " " + this + " on JDK " + feature + how;
    return List.of(
        new Start("after" + name).on(jdk.get()).classPath(path).flagsBefore(flags).traced(),
        new Start("before" + name).on(jdk.get()).classPath(path).flags(flags).traced());
  }

  private Path jar() {
    Path jar = JARS.resolve(name + ".jar").normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException("The build has not brought " + jar);
    }
    return jar;
  }
}
