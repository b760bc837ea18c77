package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.BootApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

@ExtendWith(BrokerExtension.class)
final class SpringBootIT {
  private final KafkaBroker broker;
  private final String topic;

  SpringBootIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void executable_jar_with_the_flag_alone_gives_spans_with_all_tags(
      boolean library, @TempDir Path directory) throws IOException {
    assumeThat(ChildJdk.chosen().feature())
        .as("Spring Boot 3.5 needs a Java 17 for its applications")
        .isGreaterThanOrEqualTo(17);
    ChildRun run =
        ChildRun.of(
            ChildRun.jar(executableJar(library, directory))
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .jvmArgs("-Dorg.springframework.boot.logging.LoggingSystem=none")
                .jvmArgs("-Dspring.main.banner-mode=off")
                .args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of(
                    "done",
                    "loaded by org.springframework.boot.loader.launch.LaunchedClassLoader")));
    Expected.assertTraced(run.spans(), topic);
  }

  static Path executableJar(boolean library, Path directory) throws IOException {
    Repackager repackager = new Repackager(Jars.ofChildApplications(directory).toFile());
    repackager.setMainClass(BootApplication.class.getName());
    Path executable = directory.resolve("executable.jar");
    ClassPath application = ClassPath.ofApplication().kamon().springBoot();
    List<Path> libraries = (library ? application.library() : application).jars();
    repackager.repackage(
        executable.toFile(),
        callback -> {
          for (Path jar : libraries) {
            callback.library(new Library(jar.toFile(), LibraryScope.COMPILE));
          }
        });
    return executable;
  }
}
