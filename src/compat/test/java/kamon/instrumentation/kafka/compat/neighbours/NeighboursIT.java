package kamon.instrumentation.kafka.compat.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ProgramRun;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.compat.TracedRun;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our agent and another vendor's in one JVM, in either order. */
@ExtendWith(BrokerExtension.class)
public class NeighboursIT {
  private static final List<Way> WAYS = List.of(Way.POLL_DURATION);
  private static final String OURS = "-javaagent:" + Jars.AGENT;

  /** Which agents, in which order. */
  private record Pair(Neighbour neighbour, boolean oursFirst) {
    @Override
    public String toString() {
      return oursFirst ? "ours, " + neighbour : neighbour + ", ours";
    }

    List<String> flags() {
      return oursFirst ? List.of(OURS, neighbour.flag()) : List.of(neighbour.flag(), OURS);
    }
  }

  private final KafkaBroker broker;

  NeighboursIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.NEIGHBOURS.clear();
  }

  public static List<String> rows() {
    return pairs().map(Pair::toString).toList();
  }

  private static Stream<Pair> pairs() {
    return Stream.of(Neighbour.values())
        .flatMap(neighbour -> Stream.of(new Pair(neighbour, true), new Pair(neighbour, false)));
  }

  static Stream<Pair> pairsOfThisRun() {
    return SuiteRun.isFull() ? pairs() : pairs().limit(1);
  }

  @ParameterizedTest
  @MethodSource("pairsOfThisRun")
  void both_trace_every_record_and_our_header_is_right(Pair pair) throws IOException {
    try (Intake intake = new Intake()) {
      List<String> jvmArgs = new ArrayList<>(pair.flags());
      jvmArgs.addAll(pair.neighbour().settings(intake));
      jvmArgs.add("-Xmx512m");
      ProgramRun run =
          ProgramRun.of(Application.newest(), ProgramRun.THIS_JDK, broker, WAYS, jvmArgs);
      TracedRun.check(run, WAYS);
      assertThat(run.lines()).noneMatch(line -> line.startsWith("[kamon-kafka-agent] WARN"));
      pair.neighbour().checkSpans(run.lines(), intake, WAYS.get(0).topic(run.name()));
    }
    Tables.NEIGHBOURS.write(pair.toString(), "yes", "yes", "yes");
  }
}
