package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.program.Event;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What must be seen of a run: exactly one span for each thing that happened, with all its tags. */
public final class TracedRun {
  private static final long MAX_POLL_NANOS = 60_000_000_000L;

  private final ProgramRun run;
  private final List<ReportedSpan> left;

  private TracedRun(ProgramRun run) {
    this.run = run;
    this.left = new ArrayList<>(run.spans());
  }

  /** Asserts every span of a run under an agent, and that there are no more. */
  public static void check(ProgramRun run, List<Way> ways) {
    TracedRun traced = new TracedRun(run);
    for (Way way : ways) {
      traced.check(way);
    }
    assertThat(traced.left).as("spans of nothing that happened").isEmpty();
    assertThat(run.lines())
        .as("warnings of ours")
        .noneMatch(
            line ->
                !line.contains(" was still open when its consumer ")
                    && line.matches(
                        ".*(WARN|ERROR) +kamon\\.instrumentation\\.kafka.*|\\[kamon-kafka-agent\\] WARN.*"));
  }

  private void check(Way way) {
    List<Event> sends = run.events(Event.Kind.SENT, way).toList();
    List<Event> receipts = run.events(Event.Kind.RECEIVED, way).toList();
    assertThat(offsets(sends)).as("%s: sent", way).isEqualTo(run.has(way) ? sent(way) : Set.of());
    assertThat(offsets(receipts))
        .as("%s: received", way)
        .isEqualTo(run.has(way) ? received(way) : Set.of());
    Map<Long, ReportedSpan> sent = new HashMap<>();
    for (Event send : sends) {
      sent.put(send.number(0), checkSent(way, take(way, "producer.send")));
    }
    for (Event receipt : receipts) {
      checkReceived(way, receipt, take(way, "consumer.process"), sent.get(receipt.number(0)));
    }
    if (run.has(way) && way.leavesOneOpen()) {
      ReportedSpan abandoned = take(way, "left open");
      assertThat(abandoned.parentId()).isEqualTo(sent.get(0L).spanId());
      assertThat(abandoned.tags()).containsEntry("kafka.abandoned", true);
      checkKind(abandoned, "consumer", Map.of("upstream.name", "compat"));
    }
  }

  private static Set<Long> offsets(List<Event> events) {
    return events.stream().map(event -> event.number(0)).collect(Collectors.toSet());
  }

  private static Set<Long> sent(Way way) {
    return switch (way) {
      case TRANSACTION -> Set.of(0L, 1L, 3L, 5L); // Each transaction ends with a marker.
      case SHARE -> Set.of(0L, 1L, 2L, 3L, 4L);
      default -> Set.of(0L);
    };
  }

  private static Set<Long> received(Way way) {
    return way == Way.TRANSACTION ? Set.of(0L, 1L, 5L) : sent(way); // 3 was aborted.
  }

  /** Spans come in the order in which they finished, which is that of the events. */
  private ReportedSpan take(Way way, String name) {
    ReportedSpan span =
        left.stream()
            .filter(one -> one.name().equals(name))
            .filter(one -> way.topic(run.name()).equals(one.tags().get("kafka.topic")))
            .findFirst()
            .orElseThrow(() -> new AssertionError(way + ": no span " + name + " left in " + left));
    left.remove(span);
    return span;
  }

  private ReportedSpan checkSent(Way way, ReportedSpan span) {
    ReportedSpan checkout =
        left.stream()
            .filter(one -> one.spanId().equals(span.parentId()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(way + ": no parent of " + span + " in " + left));
    left.remove(checkout);
    assertThat(checkout.name()).isEqualTo("checkout");
    assertThat(checkout.parentId()).isEmpty();
    assertThat(span.traceId()).isEqualTo(checkout.traceId());
    assertThat(span.tags())
        .as("%s: tags of producer.send", way)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                way.topic(run.name()),
                "kafka.client-id",
                way.producer(run.name()),
                "kafka.key",
                "key",
                "kafka.partition",
                0L));
    checkKind(span, "producer", Map.of("parentOperation", "checkout"));
    return span;
  }

  private void checkReceived(Way way, Event receipt, ReportedSpan span, ReportedSpan sent) {
    assertThat(span.parentId()).as("%s: parent", way).isEqualTo(sent.spanId());
    assertThat(span.traceId()).as("%s: trace", way).isEqualTo(sent.traceId());
    Map<String, Object> tags = new HashMap<>(span.tags());
    assertThat(tags.remove("kafka.poll-time"))
        .as("%s: kafka.poll-time", way)
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isBetween(1L, MAX_POLL_NANOS);
    Map<String, Object> expected = new HashMap<>();
    expected.put("kafka.topic", way.topic(run.name()));
    expected.put("kafka.partition", 0L);
    expected.put("kafka.offset", receipt.number(0));
    expected.put("kafka.timestamp", receipt.number(1));
    expected.put("kafka.timestamp-type", "CreateTime");
    expected.put("kafka.client-id", receipt.detail(2));
    expected.put("kafka.key", "key");
    if (way != Way.NO_GROUP) {
      expected.put("kafka.group-id", way.group(run.name()));
    }
    if (receipt.number(3) > 0) {
      expected.put("kafka.delivery-count", receipt.number(3));
    }
    assertThat(tags)
        .as("%s: tags of consumer.process", way)
        .containsExactlyInAnyOrderEntriesOf(expected);
    checkKind(span, "consumer", Map.of("upstream.name", "compat"));
    assertThat(receipt.detail(4)).as("%s: context tag", way).isEqualTo(way.name());
    assertThat(receipt.detail(5)).as("%s: kctx is as Kamon writes it", way).isEqualTo("true");
  }

  private static void checkKind(ReportedSpan span, String kind, Map<String, Object> more) {
    Map<String, Object> expected = new HashMap<>(more);
    expected.put("component", "kafka." + kind);
    expected.put("operation", span.name());
    expected.put("span.kind", kind);
    expected.put("error", false);
    assertThat(span.metricTags()).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(span.kind()).isEqualTo(kind);
    assertThat(span.error()).isFalse();
    assertThat(span.delayed()).isFalse();
    assertThat(span.links()).isEmpty();
    assertThat(span.marks()).isEmpty();
    assertThat(span.sampling()).isEqualTo("sample");
    assertThat(span.to()).isAfterOrEqualTo(span.from());
  }
}
