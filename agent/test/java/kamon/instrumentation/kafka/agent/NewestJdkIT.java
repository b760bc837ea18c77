package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kamon.instrumentation.kafka.agent.child.LoadedClasses;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
final class NewestJdkIT {
  private static final int NEWEST = 25;

  private final Optional<ChildJdk> jdk = ChildJdk.find(NEWEST);
  private final KafkaBroker broker;
  private final String topic;

  NewestJdkIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @BeforeEach
  void need_the_jdk() {
    assumeTrue(
        jdk.isPresent(),
        () ->
            "This machine has no JDK %d: install one, or set JAVA_HOME_%d"
                .formatted(NEWEST, NEWEST));
  }

  @Test
  void agent_gives_spans_with_all_tags() {
    assertAllTraced(List.of(Expected.startLine()), ChildRun.javaagent(Jars.AGENT));
  }

  @Test
  void agent_alone_brings_the_library_and_the_jvm_warns_of_nothing() {
    assertAllTraced(
        run(ClassPath.ofApplication().kamon(), ChildRun.javaagent(Jars.AGENT)),
        List.of(Expected.startLine()));
  }

  @Test
  void kanela_with_its_flag_gives_spans_with_all_tags() {
    assertAllTraced(
        List.of(Expected.kanelaLine()),
        ChildRun.javaagent(Jars.KANELA),
        "-Dkanela.agent.libs.net.bytebuddy.experimental=true");
  }

  @Test
  void aot_cache_that_was_trained_with_the_agent_keeps_all_tags(@TempDir Path directory)
      throws IOException {
    ClassPath classPath = ofJars(directory);
    String training = Topics.create(broker);
    ChildRun trained =
        ChildRun.of(
            jvm(TracedApplication.class, classPath)
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .jvmArgs("-XX:AOTCacheOutput=" + cache(directory))
                .args(broker.bootstrapServers(), training));
    assertThat(trained.exitCode()).as(() -> String.join("\n", trained.lines())).isZero();
    assertThat(cache(directory)).exists();
    assertThat(
            run(
                classPath,
                ChildRun.javaagent(Jars.AGENT),
                "-XX:AOTCache=" + cache(directory),
                "-XX:AOTMode=on"))
        .satisfies(run -> assertAllTraced(run, List.of(Expected.startLine())));
  }

  @Test
  void aot_cache_that_was_trained_without_the_agent_is_as_a_late_attach(@TempDir Path directory)
      throws IOException {
    ClassPath classPath = ofJars(directory);
    // The agent brings that module into the JVM, which takes no cache of other modules.
    String modules = "--add-modules=java.instrument";
    ChildRun trained =
        ChildRun.of(
            jvm(LoadedClasses.class, classPath)
                .jvmArgs("-XX:AOTCacheOutput=" + cache(directory), modules)
                .args(
                    LazyTransformer.TARGETS.stream()
                        .filter(type -> type.matches("org/apache/kafka/(clients|common)/.*"))
                        .map(type -> type.replace('/', '.'))
                        .toArray(String[]::new)));
    assertThat(trained.exitCode()).as(() -> String.join("\n", trained.lines())).isZero();
    ChildRun run =
        run(
            classPath,
            ChildRun.javaagent(Jars.AGENT),
            modules,
            "-XX:AOTCache=" + cache(directory),
            "-XX:AOTMode=on");
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(
                    Expected.startLine(),
                    "[kamon-kafka-agent] WARN was started after KafkaConsumer, KafkaProducer,"
                        + " KafkaShareConsumer, ProducerRecord, RecordHeaders had been loaded."
                        + " Spans and headers work, but records take the context they are sent in,"
                        + " not the one they were built in, and consumer spans lack client id,"
                        + " group id and poll time. Train the AOT cache that brought them with this"
                        + " agent to have all of it"),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done")));
    Expected.assertTracedWithoutPollFacts(run.spans(), topic);
  }

  /** The JVM archives no classes of directories. */
  private static ClassPath ofJars(Path directory) throws IOException {
    return new ClassPath(List.of(Jars.ofChildApplications(directory)))
        .with(ClassPath.ofTracedApplication().jars().toArray(Path[]::new));
  }

  private static Path cache(Path directory) {
    return directory.resolve("application.aot");
  }

  private ChildJvmBuilder jvm(Class<?> main, ClassPath classPath) {
    return ChildRun.jvm(jdk.orElseThrow(), main, classPath);
  }

  private ChildRun run(ClassPath classPath, String... jvmArgs) {
    return ChildRun.of(
        jvm(TracedApplication.class, classPath)
            .jvmArgs(jvmArgs)
            .args(broker.bootstrapServers(), topic));
  }

  private void assertAllTraced(List<String> agentLines, String... jvmArgs) {
    assertAllTraced(run(ClassPath.ofTracedApplication(), jvmArgs), agentLines);
  }

  private void assertAllTraced(ChildRun run, List<String> agentLines) {
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                agentLines, Expected.polled("[kctx]"), Expected.PROCESSED, List.of("done")));
    Expected.assertTraced(run.spans(), topic);
  }
}
