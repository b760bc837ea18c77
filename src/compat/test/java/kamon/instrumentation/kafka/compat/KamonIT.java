package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.program.StatusEntryTrip;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same library jar with the Kamon of every Scala version, old and new. */
@ExtendWith(BrokerExtension.class)
class KamonIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final List<Way> WAYS =
      List.of(Way.POLL_DURATION, Way.NO_GROUP, Way.TRANSACTION, Way.SHARE);

  private final KafkaBroker broker;

  KamonIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void prepare() {
    Application.resolveAll();
    Tables.KAMON.clear();
  }

  static Stream<ListedRelease> kamonCore() {
    return ListedRelease.kamonCore().stream().filter(ListedRelease::isInThisRun);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("kamonCore")
  void round_trip_has_all_tags_the_context_and_kamons_own_header(ListedRelease kamon) {
    Application application = Application.withKamon(kamon.version());
    TracedRun.check(
        ProgramRun.of(application, ProgramRun.THIS_JDK, broker, WAYS, ProgramRun.OUR_AGENT), WAYS);
    Tables.KAMON.write(kamon.version(), "yes", "yes", "yes");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("kamonCore")
  void status_page_has_one_module_for_kafka_while_there_are_clients(ListedRelease kamon) {
    String topic = "status-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    try (ChildJvm jvm =
        ChildJvm.main(StatusEntryTrip.class.getName())
            .classPath(ProgramRun.classPath(Application.withKamon(kamon.version())))
            .jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .jvmArgs("-Dkamon.instrumentation.kafka.client.metrics.interval=100ms")
            .jvmArgs(ProgramRun.OUR_AGENT.toArray(String[]::new))
            .args(broker.bootstrapServers(), topic)
            .start()) {
      assertThat(jvm.awaitExit(LIMIT)).as(() -> String.join("\n", jvm.lines())).isZero();
      assertThat(jvm.lines().stream().filter(line -> line.startsWith("ENTRIES ")))
          .containsExactly("ENTRIES 1", "ENTRIES 0", "ENTRIES 1", "ENTRIES 0");
      assertThat(jvm.lines())
          .noneMatch(line -> line.matches(".*(WARN|ERROR) .*(ModuleRegistry|kafka\\.internal).*"));
    }
  }
}
