package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.program.Event;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of many releases send and poll under the agent, each in a JVM of its own. */
@ExtendWith(BrokerExtension.class)
class ClientsIT {
  private static final List<Way> ALL = List.of(Way.values());
  private static final List<Way> SHARE = List.of(Way.SHARE, Way.SHARE_LOCK_TIMEOUT);
  private static final String FIRST_WITH_RENEW = "4.2.0";

  private final KafkaBroker broker;

  ClientsIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void prepare() {
    Application.resolveAll();
    Tables.CLIENTS.clear();
  }

  static Stream<ListedRelease> kafkaClients() {
    return ListedRelease.usedKafkaClients().stream().filter(ListedRelease::isInThisRun);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("kafkaClients")
  void every_way_to_send_and_poll_is_traced(ListedRelease kafka) {
    Application application = Application.withKafka(kafka.version());
    ProgramRun run =
        ProgramRun.of(application, ProgramRun.THIS_JDK, broker, ALL, ProgramRun.OUR_AGENT);
    TracedRun.check(run, ALL);
    assertThat(run.lines())
        .filteredOn(line -> line.startsWith("[kamon-kafka-agent]"))
        .singleElement()
        .asString()
        .startsWith("[kamon-kafka-agent] INFO instruments kafka-clients " + kafka + ": ");
    if (run.has(Way.SHARE)) {
      assertThat(deliveries(run, Way.SHARE)).isEqualTo(expectedDeliveries(kafka));
      assertThat(deliveries(run, Way.SHARE_LOCK_TIMEOUT)).containsExactly("0 #1", "0 #2");
      checkAgainstPlain(
          run, ProgramRun.of(application, ProgramRun.THIS_JDK, broker, SHARE, List.of()));
    }
    Tables.CLIENTS.write(
        kafka.version(),
        Stream.of(Way.values())
            .filter(way -> way != Way.SHARE_LOCK_TIMEOUT)
            .map(way -> Table.cell(run.has(way)))
            .toArray(String[]::new));
  }

  /** Offset and delivery count of all that a share group handed out. */
  private static List<String> deliveries(ProgramRun run, Way way) {
    return run.events(Event.Kind.RECEIVED, way)
        .map(event -> event.number(0) + " #" + event.number(3))
        .sorted()
        .toList();
  }

  /** 1 was released, 2 rejected; 3 was renewed, which poll shows by handing it out again. */
  private static List<String> expectedDeliveries(ListedRelease kafka) {
    return ListedRelease.compare(kafka.version(), FIRST_WITH_RENEW) < 0
        ? List.of("0 #1", "1 #1", "1 #2", "2 #1", "3 #1", "4 #1")
        : List.of("0 #1", "1 #1", "1 #2", "2 #1", "3 #1", "3 #1", "4 #1");
  }

  /** Nobody but us makes producer spans, and acknowledging goes the same way without us. */
  private static void checkAgainstPlain(ProgramRun run, ProgramRun plain) {
    assertThat(plain.spans()).extracting(ReportedSpan::name).doesNotContain("producer.send");
    for (Way way : SHARE) {
      assertThat(deliveries(run, way)).as("%s", way).isEqualTo(deliveries(plain, way));
    }
  }
}
