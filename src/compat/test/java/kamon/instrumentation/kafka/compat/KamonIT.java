package kamon.instrumentation.kafka.compat;

import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
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
}
