package kamon.instrumentation.kafka.agent;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class path of a child JVM, put together step by step, in this order. */
record ClassPath(List<Path> entries) {

  static ClassPath empty() {
    return new ClassPath(List.of());
  }

  /** The child applications with Kafka and a logger, but with neither Kamon nor the library. */
  static ClassPath ofApplication() {
    return new ClassPath(
        List.of(
            Jars.childApplications(),
            Jars.kafka(),
            Jars.here("slf4j-api-"),
            Jars.copied("slf4j-simple.jar")));
  }

  /** What {@link kamon.instrumentation.kafka.agent.child.TracedApplication} needs. */
  static ClassPath ofTracedApplication() {
    return ofApplication().kamon().library();
  }

  ClassPath library() {
    return with(Jars.LIBRARY);
  }

  /** Kamon without the bundle. */
  ClassPath kamon() {
    return with(Jars.here("kamon-core_2.13-"), Jars.here("scala-library-"), Jars.here("config-"));
  }

  ClassPath bundle() {
    return with(Jars.BUNDLE);
  }

  /** Spring Boot without a web server. */
  ClassPath springBoot() {
    return with(
        Jars.here("spring-boot-3"),
        Jars.here("spring-core-"),
        Jars.here("spring-jcl-"),
        Jars.here("spring-context-"),
        Jars.here("spring-aop-"),
        Jars.here("spring-beans-"),
        Jars.here("spring-expression-"),
        Jars.here("micrometer-observation-"),
        Jars.here("micrometer-commons-"));
  }

  /** The entries without the child applications, which are no jar. */
  List<Path> jars() {
    return entries.stream().filter(Files::isRegularFile).toList();
  }

  ClassPath with(Path... more) {
    return new ClassPath(Stream.concat(entries.stream(), Stream.of(more)).toList());
  }

  @Override
  public String toString() {
    return entries.stream().map(Path::toString).collect(joining(File.pathSeparator));
  }
}
