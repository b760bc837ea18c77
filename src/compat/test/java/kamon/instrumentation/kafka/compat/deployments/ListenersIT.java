package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.listeners.ListenerApplication;
import kamon.instrumentation.kafka.compat.listeners.PlainContainer;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of Spring Kafka that know nothing of us. */
@ExtendWith(BrokerExtension.class)
class ListenersIT {
  private static final String AGENT = "-javaagent:" + Jars.AGENT;
  private static final String KANELA = "-javaagent:" + Jars.KANELA;

  private final KafkaBroker broker;
  private final String run = "listeners-" + UUID.randomUUID();

  ListenersIT(KafkaBroker broker) {
    this.broker = broker;
  }

  static Stream<SpringKafka> releasesOfThisRun() {
    return SuiteRun.isFull()
        ? Stream.of(SpringKafka.values())
        : Stream.of(SpringKafka.OLDEST, SpringKafka.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void each_call_of_a_listener_has_a_span_with_all_that_it_and_its_error_handler_do_in_it(
      SpringKafka release) {
    Program program = run(release, run, AGENT);
    assertThat(program.lines())
        .contains(
            "[kamon-kafka-agent] INFO instruments the listeners of spring-kafka "
                + release.version());
    new ListenerSpans(program, run, release).check();
  }

  @Test
  void kanela_weaves_the_same() {
    Program program = run(SpringKafka.NEWEST, run, KANELA);
    assertThat(program.lines())
        .contains(
            "[kamon-kafka] INFO instruments the listeners of spring-kafka "
                + SpringKafka.NEWEST.version());
    new ListenerSpans(program, run, SpringKafka.NEWEST).check();
  }

  static Stream<SpringKafka> comparedInThisRun() {
    return SuiteRun.isFull()
        ? Stream.of(SpringKafka.SUBSCRIBING, SpringKafka.NEWEST)
        : Stream.of(SpringKafka.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("comparedInThisRun")
  void listeners_get_and_commit_what_they_do_without_us(SpringKafka release) {
    Program plain = run(release, run + "-plain");
    Program traced = run(release, run, AGENT);
    assertThat(facts(traced)).isEqualTo(facts(plain)).hasSizeGreaterThan(20);
    assertThat(names(plain)).doesNotContain("consumer.process", "producer.send");
  }

  @Test
  void setting_leaves_the_listeners_alone() {
    Program program =
        run(
            SpringKafka.NEWEST,
            run,
            AGENT,
            "-Dkamon.instrumentation.kafka.client.frameworks.spring-kafka=no");
    assertThat(names(program))
        .contains("producer.send", "handle named")
        .doesNotContain("consumer.process", "consumer.process-batch");
  }

  @Test
  void release_whose_inside_is_unknown_is_left_alone_with_one_warning() {
    String version = "2.4.13.RELEASE";
    broker.createTopic(run, 1);
    Program program =
        Program.of(PlainContainer.class)
            .classPath(classPath(version))
            .jvmArgs(AGENT)
            .run(broker.bootstrapServers(), run);
    assertThat(program.lines())
        .contains("SEEN plain value")
        .filteredOn(line -> line.startsWith("[kamon-kafka-agent] WARN"))
        .singleElement()
        .asString()
        .startsWith(
            "[kamon-kafka-agent] WARN the listeners of spring-kafka "
                + version
                + " are left alone and get no spans without code: finds no place for its hooks ");
    assertThat(names(program)).containsExactly("producer.send");
  }

  private static Set<String> names(Program program) {
    return program.spans().stream().map(ReportedSpan::name).collect(Collectors.toSet());
  }

  /** In whatever order threads have printed them. */
  private static List<String> facts(Program program) {
    return program.lines().stream()
        .filter(line -> line.startsWith("SEEN ") || line.startsWith("COMMITTED "))
        .sorted()
        .toList();
  }

  private Program run(SpringKafka release, String name, String... jvmArgs) {
    for (String topic : ListenerSpans.TOPICS) {
      broker.createTopic(name + "-" + topic, topic.equals("payload") ? 2 : 1);
    }
    broker.shareGroupReadsFromStart(name + "-share");
    List<String> arguments = new ArrayList<>(List.of(jvmArgs));
    arguments.add("-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext");
    for (String hook : List.of("pre-start.1=%s$Started", "pre-finish.0=%s$Finished")) {
      arguments.add(
          "-Dkamon.trace.hooks."
              + hook.formatted("kamon.instrumentation.kafka.testbed.SpanLifecycle"));
    }
    return Program.of(ListenerApplication.class)
        .classPath(classPath(release.version()))
        .jvmArgs(arguments.toArray(String[]::new))
        .run(
            broker.bootstrapServers(),
            name,
            String.valueOf(release.calls()),
            String.valueOf(release.awaits()),
            String.valueOf(release.subscribes()));
  }

  private static List<Path> classPath(String release) {
    return ClassPaths.resolve(
        "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
        "org.springframework.kafka:spring-kafka:" + release,
        "io.projectreactor:reactor-core:" + System.getProperty("reactor.version"),
        "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version"));
  }
}
