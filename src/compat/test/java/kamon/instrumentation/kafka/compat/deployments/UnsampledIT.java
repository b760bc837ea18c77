package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.unsampled.UnsampledMain;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of unsampled traces, with spans that wait until somebody looks, and without. */
@ExtendWith(BrokerExtension.class)
class UnsampledIT {
  private static final Pattern ID =
      Pattern.compile("\\b[0-9a-f]{16,32}\\b|unsampled-[0-9a-f-]{36}");

  private final KafkaBroker broker;

  UnsampledIT(KafkaBroker broker) {
    this.broker = broker;
  }

  static Stream<ListedRelease> kamonCore() {
    return ListedRelease.kamonCore().stream().filter(ListedRelease::isInThisRun);
  }

  @ParameterizedTest
  @MethodSource("kamonCore")
  void spans_metrics_and_headers_are_the_same_whether_spans_wait_or_not(ListedRelease kamon) {
    Program lazy = run(kamon, "yes");
    Program eager = run(kamon, "no");
    assertThat(seen(lazy)).isEqualTo(seen(eager)).hasSizeGreaterThan(100);
    assertThat(lazy.lines()).noneMatch(line -> line.contains("WARN  kamon.instrumentation"));
    assertThat(kinds(lazy)).containsOnly("RecordContext");
    assertThat(kinds(eager)).containsOnly("Context");
  }

  /** What contexts of handlers are, which nobody but a test has to know. */
  private static Stream<String> kinds(Program program) {
    return program.lines().stream()
        .filter(line -> line.startsWith("CONTEXT "))
        .map(line -> line.substring("CONTEXT ".length()));
  }

  private Program run(ListedRelease kamon, String lazy) {
    String topic = "unsampled-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    return Program.of(UnsampledMain.class)
        .classPath(Application.withKamon(kamon.version()).classPath())
        .jvmArgs(
            "-javaagent:" + Jars.AGENT,
            "-Dkamon.instrumentation.kafka.client.tracing.lazy-unsampled-spans=" + lazy,
            "-Dkamon.trace.sampler=never",
            // Each tick takes the counts away that scenarios compare, and comes at full minutes.
            "-Dkamon.metric.tick-interval=10000days")
        .run(broker.bootstrapServers(), topic);
  }

  /** All that is seen from outside, with ids and times replaced by what is the same in each run. */
  private static List<String> seen(Program program) {
    List<String> seen = new ArrayList<>();
    program.lines().stream()
        .filter(line -> line.startsWith("METRICS ") || line.startsWith("HEADER "))
        .forEach(seen::add);
    program.spans().stream()
        .sorted(Comparator.comparing(ReportedSpan::from).thenComparing(ReportedSpan::name))
        .map(UnsampledIT::text)
        .forEach(seen::add);
    Map<String, String> names = new HashMap<>();
    seen.replaceAll(line -> replaceIds(line, names));
    return seen;
  }

  private static String text(ReportedSpan span) {
    return "SPAN %s trace %s id %s parent %s %s %s error %s delayed %s %s %s links %s marks %s %s"
        .formatted(
            span.name(),
            span.traceId(),
            span.spanId(),
            span.parentId(),
            span.kind(),
            span.position(),
            span.error(),
            span.delayed(),
            new java.util.TreeMap<>(span.tags()),
            new java.util.TreeMap<>(span.metricTags()),
            span.links(),
            span.marks().size(),
            span.sampling());
  }

  private static String replaceIds(String line, Map<String, String> names) {
    Matcher ids = ID.matcher(line);
    return ids.replaceAll(id -> names.computeIfAbsent(id.group(), any -> "#" + (names.size() + 1)));
  }
}
