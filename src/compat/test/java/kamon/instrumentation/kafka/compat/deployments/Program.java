package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/**
 * What a program did in a JVM of its own, which has ended by itself and without an error.
 *
 * @param lines all it printed
 */
record Program(List<String> lines, List<ReportedSpan> spans) {
  private static final Duration LIMIT = Duration.ofMinutes(SuiteRun.isFull() ? 30 : 4);

  /** A program of this module, with the library and what its parent needs to read its spans. */
  static Start of(Class<?> main) {
    return of(main.getName());
  }

  /** A program that is on the class path of its JVM. */
  static Start of(String main) {
    return new Start(ChildJvm.main(main));
  }

  /** An executable jar. */
  static Start of(Path executableJar) {
    return new Start(ChildJvm.jar(executableJar));
  }

  /** A program to run. */
  static final class Start {
    private final ChildJvmBuilder builder;

    private Start(ChildJvmBuilder builder) {
      this.builder = builder.jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** What an application brings besides our library. */
    Start classPath(List<Path> jars) {
      List<Path> all = new ArrayList<>(List.of(Jars.LIBRARY, Jars.TESTBED));
      all.addAll(jars);
      return container(all);
    }

    /** All that the container of an application has. */
    Start container(List<Path> jars) {
      List<Path> all = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
      all.addAll(jars);
      builder.classPath(
          all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
      return this;
    }

    Start jvmArgs(String... jvmArgs) {
      builder.jvmArgs(jvmArgs);
      return this;
    }

    Program run(String... args) {
      try (ChildJvm jvm = builder.args(args).start()) {
        int exit = jvm.awaitExit(LIMIT);
        assertThat(exit).as(() -> String.join("\n", jvm.lines())).isZero();
        return new Program(
            jvm.lines(),
            jvm.spans().stream().filter(span -> !span.name().equals(KamonLife.END)).toList());
      }
    }
  }
}
