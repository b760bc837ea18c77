package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.compat.program.Event;
import kamon.instrumentation.kafka.compat.program.OldBrokerTrip;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that still talk to a broker without record headers: it would be us who lose a record, for
 * Kafka's client refuses to send one with headers there.
 */
public class OldBrokerIT {
  private static final String NEWEST_THAT_MAY_TALK_TO_IT = "3.9.2";
  private static final String WARNING =
      "WARN  kamon.instrumentation.kafka - Producer %s sends to a Kafka broker older than 0.11,"
          + " which has no record headers: its records are sent without their context";

  private static RunningOldBroker broker;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Tables.OLD_BROKERS.clear();
    broker = RunningOldBroker.withoutHeaders(directory);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  public static List<String> rows() {
    return clients().map(ListedRelease::version).toList();
  }

  private static Stream<ListedRelease> clients() {
    return ListedRelease.usedKafkaClients().stream()
        .filter(client -> ListedRelease.compare(client.version(), NEWEST_THAT_MAY_TALK_TO_IT) <= 0);
  }

  /** The oldest and the newest, or all. */
  static Stream<ListedRelease> clientsOfThisRun() {
    List<ListedRelease> all = clients().toList();
    return SuiteRun.isFull() ? all.stream() : Stream.of(all.get(0), all.get(all.size() - 1));
  }

  @ParameterizedTest
  @MethodSource("clientsOfThisRun")
  void records_arrive_as_without_the_agent_and_have_spans_but_no_header(ListedRelease kafka) {
    String topic = "old-broker-" + kafka;
    CompletableFuture<Program> withoutAgent =
        CompletableFuture.supplyAsync(() -> run(kafka, topic + "-plain"));
    Program traced = run(kafka, topic + "-traced", "-javaagent:" + Jars.AGENT);
    Program plain = withoutAgent.join();
    assertThat(offsets(traced, Event.Kind.SENT)).containsExactly(0L, 1L, 2L);
    assertThat(offsets(traced, Event.Kind.RECEIVED)).containsExactly(0L, 1L, 2L);
    assertThat(lines(traced, "HEADERS"))
        .containsExactly("HEADERS 0 0", "HEADERS 1 0", "HEADERS 2 0");
    for (Event.Kind kind : Event.Kind.values()) {
      assertThat(offsets(plain, kind)).isEqualTo(offsets(traced, kind));
    }
    assertThat(lines(plain, "HEADERS")).isEqualTo(lines(traced, "HEADERS"));
    assertThat(plain.spans()).extracting(ReportedSpan::name).doesNotContain("producer.send");
    checkSpans(traced.spans(), topic + "-traced");
    assertThat(traced.lines())
        .filteredOn(line -> line.contains("kamon.instrumentation.kafka -"))
        .singleElement()
        .asString()
        .endsWith(WARNING.formatted(Way.POLL_DURATION.producer(topic + "-traced")));
    Tables.OLD_BROKERS.write(kafka.version(), "yes", "yes");
  }

  private static Program run(ListedRelease kafka, String name, String... jvmArgs) {
    return Program.of(OldBrokerTrip.class)
        .classPath(Application.withKafka(kafka.version()).classPath())
        .jvmArgs(jvmArgs)
        .run(broker.bootstrapServers(), name);
  }

  private static List<Long> offsets(Program program, Event.Kind kind) {
    return program.lines().stream()
        .filter(Event::matches)
        .map(Event::parse)
        .filter(event -> event.kind() == kind)
        .map(event -> event.number(0))
        .toList();
  }

  private static List<String> lines(Program program, String beginning) {
    return program.lines().stream().filter(line -> line.startsWith(beginning)).toList();
  }

  /**
   * Each send within its checkout; each record in a trace of its own, since none was sent along.
   */
  private static void checkSpans(List<ReportedSpan> spans, String run) {
    List<ReportedSpan> checkouts = named(spans, "checkout");
    List<ReportedSpan> sends = named(spans, "producer.send");
    List<ReportedSpan> processed = named(spans, "consumer.process");
    assertThat(spans).hasSize(9);
    assertThat(checkouts).hasSize(3).allSatisfy(span -> assertThat(span.parentId()).isEmpty());
    assertThat(sends)
        .hasSize(3)
        .allSatisfy(
            span -> {
              assertThat(span.error()).isFalse();
              assertThat(span.tags())
                  .containsExactlyInAnyOrderEntriesOf(
                      Map.of(
                          "kafka.topic",
                          Way.POLL_DURATION.topic(run),
                          "kafka.client-id",
                          Way.POLL_DURATION.producer(run),
                          "kafka.key",
                          "key",
                          "kafka.partition",
                          0L));
            });
    assertThat(sends)
        .extracting(ReportedSpan::parentId)
        .containsExactlyInAnyOrderElementsOf(checkouts.stream().map(ReportedSpan::spanId).toList());
    assertThat(processed)
        .hasSize(3)
        .allSatisfy(
            span -> {
              assertThat(span.error()).isFalse();
              assertThat(span.parentId()).isEmpty();
              assertThat(span.tags())
                  .containsEntry("kafka.client-id", Way.POLL_DURATION.consumer(run))
                  .containsEntry("kafka.group-id", Way.POLL_DURATION.group(run))
                  .containsKeys("kafka.poll-time", "kafka.timestamp");
            });
    assertThat(spans.stream().map(ReportedSpan::traceId).distinct()).hasSize(6);
  }

  private static List<ReportedSpan> named(List<ReportedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
