package kamon.instrumentation.kafka.jmh.tools;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tool under test: the class path and the JVM options of the JVMs that it is measured in. */
public enum Tool {
  NONE("no agent", "Untraced", "none", null),
  HEADER_ONLY("no agent, a header of that size", "Untraced", "none", null),
  BY_HAND("no agent, spans by hand", "HandTracer", "ours", null),
  EMPTY_AGENT("empty agent", "Untraced", "none", "../kamon-kafka-jmh-empty-agent.jar"),
  EMPTY_ADVICE("empty advice", "Untraced", "none", "../kamon-kafka-jmh-empty-agent.jar=weave"),
  LIBRARY("kamon-kafka without an agent", "OurTracer", "ours", null),
  OURS("kamon-kafka", "OurTracer", "ours", "kamon-kafka-agent.jar"),
  KAMON("Kamon Bundle", "BundleTracer", "kamon", "kanela-agent.jar"),
  OTEL("OpenTelemetry", "OtelTracer", "otel", "opentelemetry-javaagent.jar"),
  BRAVE("Brave", "BraveTracer", "brave", null);

  // Spans are made and thrown away: what an exporter costs is another question.
  private static final List<String> OTEL_OPTIONS =
      List.of(
          "-Dotel.traces.exporter=none",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none",
          "-Dotel.traces.sampler=parentbased_always_on",
          "-Dotel.javaagent.logging=none");

  // The bundle's other work is not what we compare with, and its threads keep a JVM from ending.
  private static final List<String> BUNDLE_OPTIONS =
      List.of(
          "-Dkamon.modules.status-page.enabled=no",
          "-Dkamon.modules.host-metrics.enabled=no",
          "-Dkamon.modules.process-metrics.enabled=no",
          "-Dkamon.modules.jvm-metrics.enabled=no",
          // For Java 22 and later.
          "-Dkanela.agent.libs.net.bytebuddy.experimental=true");

  private final String label;
  private final String classPath;
  private final String agent;
  private final String tracer;

  Tool(String label, String tracer, String classPath, String agent) {
    this.label = label;
    this.tracer = tracer;
    this.classPath = classPath;
    this.agent = agent;
  }

  public String label() {
    return label;
  }

  /** Whether records get spans. */
  public boolean traces() {
    return !tracer.equals("Untraced");
  }

  /** By name, because the classes of the other tools are not there. */
  Class<?> tracer() throws ClassNotFoundException {
    return Class.forName(Tool.class.getPackageName() + "." + tracer);
  }

  /** JVM options that bring the tool in. */
  public List<String> jvmArgs() {
    List<String> args = new ArrayList<>();
    if (this == OTEL) {
      args.addAll(OTEL_OPTIONS);
    } else if (this == KAMON) {
      args.addAll(BUNDLE_OPTIONS);
    }
    if (agent != null) {
      args.add("-javaagent:" + agentJar());
    }
    return args;
  }

  public Path agentJar() {
    return tools().resolve(agent).normalize();
  }

  /** The tool's libraries and the real Kafka clients. */
  public String classPath() {
    return directory().resolve("kamon-kafka-jmh.jar")
        + File.pathSeparator
        + read(classPath + ".classpath");
  }

  /** What an application with Spring Kafka has besides. */
  public static String springClassPath() {
    return read("spring.classpath");
  }

  private static String read(String file) {
    try {
      return Files.readString(tools().resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with the stand-ins in front of the real clients. */
  public String standInClassPath() {
    return tools().resolve("kamon-kafka-jmh-standin.jar") + File.pathSeparator + classPath();
  }

  private static Path tools() {
    return directory().resolve("tools");
  }

  /** Where the build puts what benchmarks need, and where results go. */
  public static Path directory() {
    return Path.of(System.getProperty("bench.directory")).toAbsolutePath();
  }
}
