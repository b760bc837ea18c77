package kamon.instrumentation.kafka.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import kamon.Kamon;
import kamon.module.Module.Registration;
import kamon.trace.Span;
import kamon.trace.Span$Link$Kind$FollowsFrom$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SpanReportingTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SpanCollector collector = new SpanCollector();
  private Registration registration;

  static void initKamon() {
    Kamon.initWithoutAttaching(
        ConfigFactory.parseString(
                """
                kamon.environment.service = "shop"
                kamon.trace.sampler = always
                kamon.trace.tick-interval = 1 ms
                kamon.trace.hooks {
                  pre-start = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
                  pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
                }
                """)
            .withFallback(ConfigFactory.load()));
  }

  @BeforeAll
  static void init() {
    initKamon();
  }

  @AfterAll
  static void stop() {
    Kamon.stop();
  }

  @BeforeEach
  void register() {
    registration = Kamon.addReporter("collector", collector);
  }

  @AfterEach
  void cancel() {
    registration.cancel();
  }

  @Test
  void everything_of_a_span_is_reported_and_survives_a_line_of_text() {
    Instant from = Instant.parse("2026-01-02T03:04:05.006Z");
    Span linked = Kamon.spanBuilder("linked").start();
    Span parent = Kamon.spanBuilder("parent").start();
    Span span =
        Kamon.producerSpanBuilder("producer.send", "kafka.producer")
            .asChildOf(parent)
            .tag("text", "a")
            .tag("number", 7L)
            .tag("flag", true)
            .tagMetrics("kafka.topic", "orders")
            .link(linked, Span$Link$Kind$FollowsFrom$.MODULE$)
            .start(from);
    span.mark("sent", from.plusMillis(1));
    span.mark("queued", from);
    span.fail("no luck");
    span.finish(from.plusMillis(2));

    ReportedSpan expected =
        new ReportedSpan(
            parent.trace().id().string(),
            span.id().string(),
            parent.id().string(),
            "producer.send",
            "producer",
            "shop",
            true,
            false,
            from,
            from.plusMillis(2),
            "Unknown",
            Map.of(
                "text",
                "a",
                "number",
                7L,
                "flag",
                true,
                "kafka.topic",
                "orders",
                "error.message",
                "no luck"),
            Map.of(
                "component", "kafka.producer",
                "operation", "producer.send",
                "parentOperation", "parent",
                "span.kind", "producer",
                "error", true),
            Set.of("kafka.topic"),
            List.of(
                new ReportedSpan.Link(
                    "FollowsFrom", linked.trace().id().string(), linked.id().string())),
            List.of(
                new ReportedSpan.Mark("queued", from),
                new ReportedSpan.Mark("sent", from.plusMillis(1))),
            "sample");
    ReportedSpan reported = collector.next(LIMIT);
    assertThat(reported).isEqualTo(expected);
    assertThat(ReportedSpan.parse(reported.toLine())).contains(reported);
    assertThat(ReportedSpan.parse("anything else")).isEmpty();
  }

  @Test
  void spans_are_taken_in_order_or_by_what_is_asked_for() {
    for (String name : List.of("a", "b", "c", "d")) {
      Kamon.spanBuilder(name).start().finish();
    }
    assertThat(collector.awaitSpan(span -> span.name().equals("b"), LIMIT).name()).isEqualTo("b");
    assertThat(collector.await(2, LIMIT)).extracting(ReportedSpan::name).containsExactly("a", "c");
    assertThat(collector.next(LIMIT).name()).isEqualTo("d");
    assertThat(collector.drain()).isEmpty();
  }

  @Test
  void waiting_in_vain_says_for_what() {
    Kamon.spanBuilder("only").start().finish();
    Kamon.spanBuilder("later").start().finish();
    collector.awaitSpan(span -> span.name().equals("later"), LIMIT);
    assertThatThrownBy(() -> collector.await(2, Duration.ofMillis(300)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("for 2 spans")
        .hasMessageContaining("name=only");
    assertThat(collector.drain()).extracting(ReportedSpan::name).containsExactly("only");
  }

  @Test
  void lifecycle_counts_every_start_and_every_finish_once() {
    SpanLifecycle.reset();
    Span finished = Kamon.spanBuilder("finished").start();
    Span unsampled = Kamon.spanBuilder("unsampled").start();
    unsampled.trace().drop();
    Kamon.spanBuilder("leaked").start();
    finished.finish();
    finished.finish();
    unsampled.finish();
    assertThat(SpanLifecycle.started()).isEqualTo(3);
    assertThat(SpanLifecycle.finished()).isEqualTo(2);
    SpanLifecycle.reset();
    assertThat(SpanLifecycle.started() + SpanLifecycle.finished()).isZero();
    assertThat(collector.next(LIMIT).name()).isEqualTo("finished");
  }

  @Test
  void spans_of_a_child_jvm_arrive_here() {
    try (ChildJvm child = ChildJvm.main(PrintsSpans.class.getName()).start()) {
      List<ReportedSpan> spans = child.awaitSpans(2, LIMIT);
      assertThat(spans).extracting(ReportedSpan::name).containsExactly("one", "two");
      assertThat(spans).extracting(ReportedSpan::service).containsOnly("shop");
      assertThat(child.awaitExit(LIMIT)).isZero();
      assertThat(child.spans()).isEqualTo(spans);
    }
  }

  /** Prints two spans. */
  static final class PrintsSpans {
    public static void main(String[] args) throws InterruptedException {
      initKamon();
      CountDownLatch printed = new CountDownLatch(2);
      Kamon.addReporter("printer", new SpanPrinter(name -> printed.countDown()));
      Kamon.spanBuilder("one").start().finish();
      Kamon.spanBuilder("two").start().finish();
      printed.await(); // Kamon.stop() can lose the spans of a tick that is under way
      Kamon.stop();
    }
  }
}
