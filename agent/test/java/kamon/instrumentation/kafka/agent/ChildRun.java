package kamon.instrumentation.kafka.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.ChildSpan;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/**
 * What a child JVM did from its start to its end.
 *
 * @param lines all it printed but the spans; addresses of objects are shown as {@code @}
 */
record ChildRun(int exitCode, List<String> lines, List<ChildSpan> spans) {
  static final Duration LIMIT = Duration.ofMinutes(2);

  /** A JVM of the chosen JDK. */
  static ChildJvmBuilder jvm(Class<?> main, ClassPath classPath) {
    return jvm(ChildJdk.chosen(), main, classPath);
  }

  static ChildJvmBuilder jvm(ChildJdk jdk, Class<?> main, ClassPath classPath) {
    return configure(jdk, ChildJvm.main(main.getName()).classPath(classPath.toString()));
  }

  static ChildJvmBuilder jar(Path jar) {
    return configure(ChildJdk.chosen(), ChildJvm.jar(jar));
  }

  private static ChildJvmBuilder configure(ChildJdk jdk, ChildJvmBuilder builder) {
    return builder
        .javaHome(jdk.home())
        .jvmArgs(jdk.jvmArgs())
        .jvmArgs("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
        .jvmArgs("-Dorg.slf4j.simpleLogger.log.org.apache.kafka=off")
        // Kamon.init() asks for Kanela, also where our agent does its work.
        .jvmArgs("-Dorg.slf4j.simpleLogger.log.kamon.Init=off")
        .jvmArgs("-Dkamon.environment.service=child", "-Dkamon.init.hide-banner=yes")
        .jvmArgs("-Dkamon.trace.sampler=always", "-Dkamon.trace.tick-interval=10ms");
  }

  static String javaagent(Path jar) {
    return "-javaagent:" + jar;
  }

  /** Runs it to its end, which it must find by itself. */
  static ChildRun of(ChildJvmBuilder jvm) {
    try (ChildJvm child = jvm.start()) {
      return end(child);
    }
  }

  /** Waits for its end. */
  static ChildRun end(ChildJvm child) {
    int exitCode = child.awaitExit(LIMIT);
    return new ChildRun(
        exitCode,
        child.lines().stream()
            .filter(line -> !ChildSpan.isLine(line))
            .map(line -> line.replaceAll("@[0-9a-f]+", "@"))
            .toList(),
        child.lines().stream().filter(ChildSpan::isLine).map(ChildSpan::parse).toList());
  }
}
