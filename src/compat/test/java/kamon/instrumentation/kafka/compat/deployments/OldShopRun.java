package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** What a run has printed, and the spans that nobody has taken yet. */
final class OldShopRun {
  private final String topic;
  private final List<ReportedSpan> spans;
  private final List<String> warnings;
  private final Map<String, String> outcomes = new LinkedHashMap<>();

  OldShopRun(String topic, Program run) {
    this.topic = topic;
    this.spans = new ArrayList<>(run.spans());
    for (String line : run.lines()) {
      String[] parts = line.split(": ", 2);
      if (OldApiIT.CALLS.contains(parts[0]) || parts[0].equals("record")) {
        outcomes.put(parts[0], parts[1]);
      }
    }
    assertThat(outcomes)
        .as(() -> String.join("\n", run.lines()))
        .containsKeys(OldApiIT.CALLS.toArray(new String[0]));
    warnings =
        run.lines().stream()
            .filter(line -> line.matches(".*(WARN|ERROR).*kamon.*kafka.*"))
            .collect(Collectors.toCollection(ArrayList::new));
  }

  String topic() {
    return topic;
  }

  List<ReportedSpan> spans() {
    return spans;
  }

  List<String> warnings() {
    return warnings;
  }

  String outcome(String call) {
    return outcomes.get(call);
  }

  ReportedSpan take(Predicate<ReportedSpan> wanted) {
    ReportedSpan found =
        spans.stream()
            .filter(wanted)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no such span in " + spans));
    spans.remove(found);
    return found;
  }

  /** The spans of all records that were sent, by the key of the record, and their parents. */
  Map<String, ReportedSpan> takeSent() {
    Map<String, ReportedSpan> sent = new HashMap<>();
    for (String call : OldApiIT.CALLS) {
      ReportedSpan span = take(one -> one.name().equals("producer.send") && isOf(one, call));
      ReportedSpan checkout = take(one -> one.spanId().equals(span.parentId()));
      assertThat(checkout.name()).isEqualTo("checkout");
      assertThat(span.tags())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "kafka.topic",
                  topic,
                  "kafka.client-id",
                  "producer",
                  "kafka.key",
                  call,
                  "kafka.partition",
                  0L));
      sent.put(call, span);
    }
    return sent;
  }

  /** The consumer's span of a record, in the trace of its sender, with all tags and one more. */
  ReportedSpan takeChild(String call, String name, Map<String, ReportedSpan> sent, String... more) {
    ReportedSpan span = takeConsumed(call, name);
    assertThat(span.traceId()).isEqualTo(sent.get(call).traceId());
    assertThat(span.parentId()).isEqualTo(sent.get(call).spanId());
    assertThat(span.metricTags())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "component", "kafka.consumer",
                "error", span.error(),
                "operation", name,
                "span.kind", "consumer",
                "upstream.name", "compat"));
    Map<String, Object> tags = new HashMap<>(span.tags());
    assertThat(tags.remove("kafka.timestamp")).asInstanceOf(LONG).isPositive();
    assertFacts(tags, call, "CreateTime", more);
    return span;
  }

  /** The span of a record that has the facts of its poll from another, and no headers. */
  ReportedSpan takeCopied() {
    ReportedSpan span = takeConsumed("copy", "copied");
    Map<String, Object> tags = new HashMap<>(span.tags());
    assertThat(tags.remove("kafka.timestamp")).isEqualTo(-1L);
    assertFacts(tags, "copy", "NoTimestampType");
    return span;
  }

  private void assertFacts(Map<String, Object> tags, String call, String type, String... more) {
    Map<String, Object> expected =
        new HashMap<>(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.partition",
                0L,
                "kafka.offset",
                (long) OldApiIT.CALLS.indexOf(call),
                "kafka.timestamp-type",
                type,
                "kafka.client-id",
                "consumer",
                "kafka.group-id",
                "group-" + topic,
                "kafka.key",
                call));
    for (int i = 0; i < more.length; i += 2) {
      expected.put(more[i], more[i + 1]);
    }
    assertThat(tags.remove("kafka.poll-time")).asInstanceOf(LONG).isPositive();
    tags.remove("error.stacktrace");
    assertThat(tags).as(call).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private ReportedSpan takeConsumed(String call, String name) {
    ReportedSpan span = take(one -> one.name().equals(name) && isOf(one, call));
    assertThat(span.kind()).isEqualTo("consumer");
    assertThat(span.links()).isEmpty();
    return span;
  }

  private static boolean isOf(ReportedSpan span, String call) {
    return call.equals(span.tags().get("kafka.key"));
  }
}
