package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** What must be seen of the application with a listener of every kind, and nothing else. */
final class ListenerSpans {
  static final List<String> TOPICS =
      List.of(
          "record",
          "payload",
          "manual",
          "batch",
          "intercepted",
          "named",
          "future",
          "future-dead",
          "mono-dead",
          "failing",
          "failing-dead",
          "burst",
          "burst-dead",
          "hidden",
          "retried",
          "replying",
          "replies",
          "mono",
          "unsent",
          "lost",
          "share",
          "out");

  private static final String BATCH = "consumer.process-batch";
  private static final String NOT_SENT =
      "Can't convert value of class java.lang.Integer to class"
          + " org.apache.kafka.common.serialization.StringSerializer specified in value.serializer";
  private static final Duration ASYNCHRONOUS = Duration.ofMillis(300);

  private final Program program;
  private final String run;
  private final SpringKafka release;

  ListenerSpans(Program program, String run, SpringKafka release) {
    this.program = program;
    this.run = run;
    this.release = release;
  }

  void check() {
    List<ReportedSpan> burst = of("burst").filter(span -> span.name().equals(BATCH)).toList();
    Set<String> traces = burst.stream().map(ReportedSpan::traceId).collect(Collectors.toSet());
    // Traces in the order of their requests; those of a batch of several begin when it comes.
    assertThat(tree(program.spans().stream().filter(s -> !traces.contains(s.traceId())).toList()))
        .isEqualTo(ListenerTrees.of(release));
    assertThat(tree(program.spans().stream().filter(s -> traces.contains(s.traceId())).toList()))
        .isEqualTo(ListenerTrees.BURST);
    burst.forEach(this::checkLinks);
    checkTags();
    checkErrors();
    of("future").filter(ListenerSpans::isProcessing).forEach(ListenerSpans::checkLate);
    of("mono").filter(ListenerSpans::isProcessing).forEach(ListenerSpans::checkLate);
    assertThat(program.lines())
        .noneMatch(line -> line.startsWith("LEFT "))
        .noneMatch(line -> line.contains("WARN") && line.contains("kamon.instrumentation"))
        .noneMatch(line -> line.matches("\\[kamon-kafka.*WARN.*"));
    assertThat(program.lines().stream().filter(line -> line.startsWith("TENANT ")))
        .hasSize(release.calls())
        .allMatch(line -> line.endsWith(" acme"));
  }

  /** Before 3.2, Spring Kafka names retry topics after their delay. */
  private String tree(List<ReportedSpan> spans) {
    return SpanTree.of(spans).replace(run + "-", "").replace("-retry-1000", "-retry");
  }

  private Stream<ReportedSpan> of(String topic) {
    return program.spans().stream()
        .filter(span -> (run + "-" + topic).equals(span.tags().get("kafka.topic")));
  }

  private static boolean isProcessing(ReportedSpan span) {
    return span.kind().equals("consumer");
  }

  private static void checkLate(ReportedSpan span) {
    assertThat(Duration.between(span.from(), span.to())).isGreaterThanOrEqualTo(ASYNCHRONOUS);
  }

  private void checkLinks(ReportedSpan batch) {
    assertThat(batch.links())
        .extracting(ReportedSpan.Link::spanId)
        .containsExactlyInAnyOrderElementsOf(
            of("burst")
                .filter(span -> span.kind().equals("producer"))
                .map(ReportedSpan::spanId)
                .toList());
    assertThat(batch.tags()).containsEntry("kafka.batch.size", 2L);
  }

  private void checkTags() {
    for (ReportedSpan span :
        program.spans().stream().filter(ListenerSpans::isProcessing).toList()) {
      String topic = (String) span.tags().get("kafka.topic");
      Set<String> expected =
          new TreeSet<>(
              Set.of(
                  "kafka.topic",
                  "kafka.partition",
                  "kafka.client-id",
                  "kafka.group-id",
                  "kafka.poll-time"));
      expected.addAll(
          span.name().equals(BATCH)
              ? Set.of("kafka.batch.size")
              : Set.of("kafka.offset", "kafka.key", "kafka.timestamp", "kafka.timestamp-type"));
      if (span.error()) {
        expected.add("error.message");
        if (!isSubscribedTo(topic)) {
          expected.addAll(Set.of("error.stacktrace", "error.type"));
        }
      }
      if (topic.endsWith("-share")) {
        expected.add("kafka.delivery-count");
      }
      assertThat(span.tags().keySet()).as("%s", span).isEqualTo(expected);
      assertThat((String) span.tags().get("kafka.group-id")).startsWith(run + "-");
      if (!span.name().equals(BATCH)) {
        assertThat(span.tags()).containsEntry("kafka.key", "key");
        assertThat(span.links()).isEmpty();
      }
      assertThat(span.metricTags()).containsEntry("component", "kafka.consumer");
    }
  }

  private void checkErrors() {
    for (ReportedSpan span : program.spans().stream().filter(ReportedSpan::error).toList()) {
      String topic = ((String) span.tags().get("kafka.topic")).replace(run + "-", "");
      assertThat(span.tags()).containsEntry("error.message", message(topic));
    }
  }

  private String message(String topic) {
    if (isSubscribedTo(topic)) {
      return "The reply has failed";
    }
    return List.of("replies", "unsent", "lost").contains(topic)
        ? NOT_SENT
        : topic.replaceAll("-retry.*", "") + " fails";
  }

  /** Whether a subscriber of Reactor's keeps to itself why the reply has failed. */
  private boolean isSubscribedTo(String topic) {
    return release.subscribes() && topic.endsWith("unsent");
  }
}
