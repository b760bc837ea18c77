package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.streams.StreamsApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A topology with operators of every kind that knows nothing of us. */
@ExtendWith(BrokerExtension.class)
class OperatorsIT {
  private static final String AGENT = "-javaagent:" + Jars.AGENT;
  private static final String KANELA = "-javaagent:" + Jars.KANELA;
  private static final String AT_LEAST_ONCE = "at_least_once";
  private static final String NO_CACHE = "0";
  private static final String LARGE_CACHE = "10000000";
  private static final String SMALL_CACHE = "3000";
  private static final List<String> OPERATORS =
      List.of(
          "map",
          "count",
          "evict",
          "reduce",
          "table",
          "window",
          "session",
          "suppress",
          "lookup",
          "stream",
          "left",
          "right",
          "lone",
          "nobody",
          "group",
          "global",
          "late",
          "fail",
          "versions",
          "graced",
          "tally",
          "nobodys",
          "final",
          "ended",
          "punctuate");

  private final KafkaBroker broker;
  private final String run = "operators-" + UUID.randomUUID();
  @TempDir Path directory;

  OperatorsIT(KafkaBroker broker) {
    this.broker = broker;
  }

  static Stream<KafkaStreamsRelease> releasesOfThisRun() {
    return SuiteRun.isFull()
        ? Stream.of(KafkaStreamsRelease.values())
        : Stream.of(KafkaStreamsRelease.OLDEST, KafkaStreamsRelease.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void each_record_has_a_span_and_what_it_makes_is_in_its_trace(KafkaStreamsRelease release) {
    Program program = run(release, AT_LEAST_ONCE, NO_CACHE, AGENT);
    assertThat(program.lines())
        .contains(
            "[kamon-kafka-agent] INFO instruments the tasks of kafka-streams " + release.version());
    check(program, release);
  }

  @Test
  void kanela_weaves_the_same() {
    Program program = run(KafkaStreamsRelease.NEWEST, AT_LEAST_ONCE, NO_CACHE, KANELA);
    assertThat(program.lines())
        .contains(
            "[kamon-kafka] INFO instruments the tasks of kafka-streams "
                + KafkaStreamsRelease.NEWEST.version());
    check(program, KafkaStreamsRelease.NEWEST);
  }

  private void check(Program program, KafkaStreamsRelease release) {
    OperatorSpans spans = new OperatorSpans(program, run);
    assertThat(spans.facts()).isEqualTo(OperatorFacts.uncached(release));
    spans.checkContexts();
    spans.checkChangelogs();
    spans.checkProcessed(
        release.handlesFailures() ? Map.of("repartition", 1) : Map.of("repartition", 1, "fail", 0));
    assertThat(spans.trees("m1", "p1", "x2"))
        .isEqualTo(
            """
            m1
              producer.send map
                consumer.process map
                  producer.send side
                  producer.send map-out
            x2
              producer.send suppress
                consumer.process suppress
                producer.send suppress-out
            p1
              producer.send group
                consumer.process group
                  producer.send repartition
                    consumer.process repartition
                      producer.send group-out
            """);
    // The sink failed once in time, and the task came back to the record: one span, with both.
    assertThat(spans.processed("late"))
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.error()).isFalse();
              assertThat(span.marks().toString())
                  .contains("attempt failed: org.apache.kafka.common.errors.TimeoutException");
            });
    if (release.handlesFailures()) {
      assertThat(spans.processed("fail"))
          .filteredOn(ReportedSpan::error)
          .singleElement()
          .satisfies(span -> assertThat(span.tags()).containsEntry("error.message", "no good"));
    }
    if (release.joinsLate()) {
      checkLinkedToLast(spans, "lone");
    }
    if (release.handlesFailures()) {
      checkLinkedToLast(spans, "final");
      checkLinkedToLast(spans, "ended");
    }
  }

  /** What comes out belongs to nobody, and the last record that went in has made it come. */
  private static void checkLinkedToLast(OperatorSpans spans, String operator) {
    List<ReportedSpan> sent = spans.spans("producer.send", operator);
    assertThat(spans.spans("producer.send", operator + "-out"))
        .singleElement()
        .satisfies(
            span ->
                assertThat(span.links())
                    .extracting(ReportedSpan.Link::spanId)
                    .containsExactly(sent.get(sent.size() - 1).spanId()));
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void what_a_cache_holds_back_is_in_the_trace_of_its_last_record(KafkaStreamsRelease release) {
    Program program = run(release, AT_LEAST_ONCE, LARGE_CACHE, AGENT);
    OperatorSpans spans = new OperatorSpans(program, run);
    assertThat(spans.facts()).isEqualTo(OperatorFacts.cached(release));
    spans.checkContexts();
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void exactly_once_gives_the_same(KafkaStreamsRelease release) {
    Program program = run(release, release.exactlyOnce(), NO_CACHE, AGENT);
    OperatorSpans spans = new OperatorSpans(program, run);
    assertThat(spans.facts())
        .isEqualTo(
            OperatorFacts.uncached(release).stream()
                .filter(fact -> !fact.startsWith("late "))
                .toList());
    spans.checkContexts();
    spans.checkChangelogs();
  }

  @ParameterizedTest
  @MethodSource("releasesOfThisRun")
  void what_a_cache_evicts_while_another_record_is_processed_is_in_its_own_context(
      KafkaStreamsRelease release) {
    Program program =
        run(
            release,
            AT_LEAST_ONCE,
            SMALL_CACHE,
            AGENT,
            "-Dkamon.instrumentation.kafka.client.tracing.start-trace-on-producer=no");
    OperatorSpans spans = new OperatorSpans(program, run);
    assertThat(spans.facts())
        .filteredOn(fact -> fact.startsWith("evict "))
        .extracting(fact -> fact.replace(OperatorSpans.TAGS, ""))
        .isEqualTo(OperatorFacts.evicted());
    // Of the 30 that were sent so, some are let go of while they are processed themselves.
    assertThat(spans.facts())
        .filteredOn(fact -> fact.endsWith(OperatorSpans.TAGS))
        .hasSizeGreaterThan(20);
    spans.checkContexts();
    spans.checkProcessed(Map.of());
    assertThat(spans.processed("evict")).hasSize(40).noneMatch(ReportedSpan::error);
  }

  @Test
  void kafka_streams_itself_gives_the_same_headers_without_us() {
    // Nothing waits for what Kafka Streams sends last then, and once in three runs it is missing.
    assumeTrue(SuiteRun.isFull());
    KafkaStreamsRelease release = KafkaStreamsRelease.NEWEST;
    Program program = run(release, AT_LEAST_ONCE, NO_CACHE);
    OperatorSpans spans = new OperatorSpans(program, run);
    assertThat(spans.plainFacts())
        .isEqualTo(
            OperatorFacts.uncached(release).stream()
                .map(fact -> fact.substring(0, fact.lastIndexOf(' ')))
                .sorted()
                .toList());
  }

  @Test
  void setting_leaves_the_tasks_alone() {
    Program program =
        run(
            KafkaStreamsRelease.NEWEST,
            AT_LEAST_ONCE,
            SMALL_CACHE,
            AGENT,
            "-Dkamon.instrumentation.kafka.client.frameworks.kafka-streams=no");
    assertThat(program.spans())
        .extracting(ReportedSpan::name)
        .contains("producer.send")
        .doesNotContain("consumer.process");
  }

  private Program run(
      KafkaStreamsRelease release, String guarantee, String cache, String... jvmArgs) {
    for (String operator : OPERATORS) {
      broker.createTopic(run + "-" + operator, 1);
      broker.createTopic(run + "-" + operator + "-out", 1);
    }
    broker.createTopic(run + "-side", 1);
    broker.createTopic(run + "-by-value-repartition", 1);
    List<String> arguments = new ArrayList<>(List.of(jvmArgs));
    arguments.add("-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext");
    for (String hook : List.of("pre-start.1=%s$Started", "pre-finish.0=%s$Finished")) {
      arguments.add(
          "-Dkamon.trace.hooks."
              + hook.formatted("kamon.instrumentation.kafka.testbed.SpanLifecycle"));
    }
    return Program.of(StreamsApplication.class)
        .classPath(
            ClassPaths.resolve(
                "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                "org.apache.kafka:kafka-streams:" + release.version(),
                "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
        .jvmArgs(arguments.toArray(String[]::new))
        .run(
            broker.bootstrapServers(),
            run,
            directory.toString(),
            guarantee,
            cache,
            String.valueOf(release.handlesFailures()));
  }
}
