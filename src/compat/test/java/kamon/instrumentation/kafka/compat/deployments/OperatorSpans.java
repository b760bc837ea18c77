package kamon.instrumentation.kafka.compat.deployments;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** What is seen of the application with an operator of every kind. */
final class OperatorSpans {
  private static final String NO_TRACE = "none";

  /** After the record whose tags something has, outside of any trace. */
  static final String TAGS = "-tags";

  private final Program program;
  private final String run;
  private final Map<String, String> inputs;

  OperatorSpans(Program program, String run) {
    this.program = program;
    this.run = run;
    inputs =
        lines("IN")
            .filter(words -> !words[3].equals(NO_TRACE))
            .collect(
                toMap(words -> words[3], words -> words[2], (one, other) -> one, HashMap::new));
    processed("evict").stream()
        .filter(span -> span.parentId().isEmpty()) // The first of a trace: it was sent in none.
        .forEach(span -> inputs.put(span.traceId(), valueOf(span)));
  }

  /** What comes out, whose headers it has, and whose trace. */
  List<String> facts() {
    return lines("OUT")
        .map(words -> String.join(" ", words[1], words[2], words[3], owner(words[5], words[4])))
        .sorted()
        .toList();
  }

  /** The same without traces. */
  List<String> plainFacts() {
    return lines("OUT")
        .map(words -> String.join(" ", words[1], words[2], words[3]))
        .sorted()
        .toList();
  }

  private static String valueOf(ReportedSpan processed) {
    return ((String) processed.tags().get("kafka.key")).replace('k', 'v');
  }

  private String owner(String trace, String tenant) {
    boolean onlyTags = trace.equals(NO_TRACE) && !tenant.equals("null");
    return onlyTags ? tenant + TAGS : inputs.getOrDefault(trace, "own");
  }

  private Stream<String[]> lines(String kind) {
    return program.lines().stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.split(" ", -1));
  }

  /** Processors work in the context, tags included, of the record whose output this becomes. */
  void checkContexts() {
    Map<String, String> owners = new HashMap<>();
    lines("OUT").forEach(words -> owners.put(words[1] + words[2], owner(words[5], words[4])));
    assertThat(lines("AT").toList())
        .isNotEmpty()
        .allSatisfy(
            words -> {
              String owner = owners.get(words[1] + words[2]);
              assertThat(owner(words[4], words[3])).as("%s", List.of(words)).isEqualTo(owner);
              assertThat(words[3])
                  .isEqualTo(owner.equals("own") ? "null" : owner.replace(TAGS, ""));
            });
    assertThat(program.lines())
        .noneMatch(line -> line.startsWith("LEFT "))
        .noneMatch(line -> line.contains("WARN") && line.contains("kamon.instrumentation"))
        .noneMatch(line -> line.matches("\\[kamon-kafka.*WARN.*"));
  }

  List<ReportedSpan> processed(String operator) {
    return spans("consumer.process", operator);
  }

  List<ReportedSpan> spans(String name, String topic) {
    return program.spans().stream()
        .filter(span -> span.name().equals(name))
        .filter(span -> (run + "-" + topic).equals(span.tags().get("kafka.topic")))
        .toList();
  }

  /** Each input has one, and what went through the repartition topic another one. */
  void checkProcessed(Map<String, Integer> attempts) {
    Map<String, Long> expected =
        lines("IN").collect(groupingBy(words -> words[1], TreeMap::new, counting()));
    expected.remove("global");
    attempts.forEach((topic, times) -> expected.put(topic, (long) times));
    expected.values().removeIf(times -> times == 0);
    Map<String, Long> seen =
        program.spans().stream()
            .filter(span -> span.name().equals("consumer.process"))
            .map(span -> (String) span.tags().get("kafka.topic"))
            .map(topic -> topic.replace(run + "-", ""))
            .map(topic -> topic.replace("by-value-repartition", "repartition"))
            .collect(groupingBy(topic -> topic, TreeMap::new, counting()));
    assertThat(seen).isEqualTo(expected);
    for (ReportedSpan span : program.spans()) {
      if (span.name().equals("consumer.process")) {
        checkTags(span);
      }
      assertThat((String) span.tags().getOrDefault("kafka.topic", "")).doesNotEndWith("-changelog");
    }
  }

  private void checkTags(ReportedSpan span) {
    Set<String> tags =
        new TreeSet<>(
            Set.of(
                "kafka.topic",
                "kafka.partition",
                "kafka.offset",
                "kafka.key",
                "kafka.timestamp",
                "kafka.timestamp-type",
                "kafka.client-id",
                "kafka.group-id",
                "kafka.poll-time"));
    if (span.error()) {
      tags.addAll(Set.of("error.message", "error.stacktrace", "error.type"));
    }
    assertThat(span.tags().keySet()).as("%s", span).isEqualTo(tags);
    assertThat(span.tags()).containsEntry("kafka.group-id", run);
    assertThat((String) span.tags().get("kafka.client-id")).endsWith("-StreamThread-1-consumer");
    assertThat(span.metricTags()).containsEntry("component", "kafka.consumer");
    assertThat(span.links()).isEmpty();
  }

  /** Changelogs have no header but those that Kafka Streams copies there, ours with them. */
  void checkChangelogs() {
    assertThat(lines("CHANGELOG").map(words -> String.join(" ", words)))
        .isNotEmpty()
        .allMatch(line -> !line.contains("kctx") || line.contains("key = who"));
  }

  /** The traces of some inputs. */
  String trees(String... values) {
    Set<String> wanted = Set.of(values);
    return SpanTree.of(
            program.spans().stream()
                .filter(span -> wanted.contains(inputs.getOrDefault(span.traceId(), "")))
                .toList())
        .replace(run + "-", "")
        .replace("by-value-repartition", "repartition");
  }
}
