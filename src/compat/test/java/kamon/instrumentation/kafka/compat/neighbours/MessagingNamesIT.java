package kamon.instrumentation.kafka.compat.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.Application;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.fleet.Deliveries;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** tags.convention: OpenTelemetry's names and values are those that its agent writes. */
@ExtendWith(BrokerExtension.class)
final class MessagingNamesIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String CONVENTION =
      "-Dkamon.instrumentation.kafka.client.tracing.tags.convention=";

  /** What only the other agent writes: the page says so. */
  private static final Set<String> LEFT_OUT =
      Set.of("messaging.kafka.cluster.id", "thread.id", "thread.name");

  /** Kinds of spans in OTLP. */
  private static final Map<Integer, String> KINDS =
      Map.of(3, "client", 4, "producer", 5, "consumer");

  private static final Pattern EXPORT = Pattern.compile("\\{\"resource\".*");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (?:`([a-z.-]+)`)? ?\\| `([a-z._]+)` \\|");

  private final KafkaBroker broker;

  MessagingNamesIT(KafkaBroker broker) {
    this.broker = broker;
  }

  private record Tagged(String kind, boolean error, Map<String, Object> tags) {
    private boolean isBatch() {
      return tags.containsKey("messaging.batch.message_count");
    }
  }

  @Test
  void names_and_values_are_those_of_the_opentelemetry_agent() {
    List<Tagged> theirs = theirs(newTopic());
    List<Tagged> ours = ours(newTopic(), "opentelemetry");
    for (String kind : List.of("producer", "consumer")) {
      List<Tagged> expected = of(kind, theirs);
      List<Tagged> found = of(kind, ours);
      assertThat(expected).hasSize(kind.equals("producer") ? 4 : 3);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        Map<String, Object> wanted = new TreeMap<>(expected.get(i).tags);
        wanted.keySet().removeAll(LEFT_OUT);
        Map<String, Object> tags = new TreeMap<>(found.get(i).tags);
        assertThat(found.get(i).error).as("failed").isEqualTo(expected.get(i).error);
        if (expected.get(i).error) {
          // Where nothing was acknowledged it says -1, and we nothing.
          assertThat(wanted.remove("messaging.kafka.offset")).isEqualTo(-1L);
          assertThat(wanted.remove("messaging.destination.partition.id")).isEqualTo("-1");
          assertThat(tags.remove("error.message")).isNotNull();
          tags.remove("error.stacktrace");
        }
        if (kind.equals("consumer")) {
          assertThat(tags.remove("kafka.poll-time")).isNotNull();
          assertThat(tags.remove("kafka.timestamp")).isNotNull();
          assertThat(tags.remove("kafka.timestamp-type")).isEqualTo("CreateTime");
        }
        assertThat(tags).as("%s %s", kind, i).containsExactlyInAnyOrderEntriesOf(wanted);
      }
    }
    Tagged poll = of("client", theirs).get(0);
    Tagged batch = ours.stream().filter(Tagged::isBatch).findFirst().orElseThrow();
    assertThat(batch.tags)
        .containsKeys(
            poll.tags.keySet().stream()
                .filter(name -> !LEFT_OUT.contains(name))
                .toArray(String[]::new));
  }

  @Test
  void both_names_have_the_same_value_and_the_page_shows_them_side_by_side() throws Exception {
    Map<String, String> page = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "..", "docs", "tags.md")));
    while (rows.find()) {
      page.put(rows.group(2), rows.group(1) == null ? "" : rows.group(1));
    }
    assertThat(page).hasSize(12);
    Set<String> seen = new HashSet<>();
    for (Tagged span : ours(newTopic(), "both")) {
      span.tags.forEach(
          (name, value) -> {
            if (name.startsWith("messaging.") || name.equals("error.type")) {
              seen.add(name);
              assertThat(page).containsKey(name);
              String kamons = page.get(name);
              boolean sendsOffset = span.kind.equals("producer") && kamons.equals("kafka.offset");
              if (!kamons.isEmpty() && !sendsOffset) {
                assertThat(String.valueOf(span.tags.get(kamons)))
                    .as("%s of %s", kamons, span)
                    .isEqualTo(String.valueOf(value));
              }
            }
          });
    }
    assertThat(seen).isEqualTo(page.keySet());
  }

  private static List<Tagged> of(String kind, List<Tagged> spans) {
    return spans.stream()
        .filter(span -> span.kind.equals(kind))
        .filter(span -> kind.equals("client") || !span.isBatch())
        .toList();
  }

  private List<Tagged> ours(String topic, String convention) {
    ChildJvmBuilder program =
        program(topic, true).jvmArgs("-javaagent:" + Jars.AGENT, CONVENTION + convention);
    try (ChildJvm jvm = program.start()) {
      assertThat(jvm.awaitExit(LIMIT)).as(() -> String.join("\n", jvm.lines())).isZero();
      List<Tagged> spans = new ArrayList<>();
      for (ReportedSpan span : jvm.spans()) {
        if (!span.kind().equals("unknown")) {
          spans.add(new Tagged(span.kind(), span.error(), without(topic, span.tags())));
        }
      }
      return spans;
    }
  }

  private List<Tagged> theirs(String topic) {
    ChildJvmBuilder program =
        program(topic, false)
            .jvmArgs(Neighbour.OPENTELEMETRY.flag(), "-Dotel.traces.exporter=logging-otlp")
            .jvmArgs("-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none")
            .jvmArgs("-Dotel.semconv-stability.opt-in=messaging")
            // For its spans of batches, which it makes of polls.
            .jvmArgs(
                "-Dotel.instrumentation.messaging.experimental.receive-telemetry.enabled=true");
    try (ChildJvm jvm = program.start()) {
      assertThat(jvm.awaitExit(LIMIT)).as(() -> String.join("\n", jvm.lines())).isZero();
      List<Tagged> spans = new ArrayList<>();
      for (String line : jvm.lines()) {
        Matcher export = EXPORT.matcher(line);
        if (export.find()) {
          for (Config scope :
              ConfigFactory.parseString(export.group()).getConfigList("scopeSpans")) {
            scope.getConfigList("spans").forEach(span -> spans.add(tagged(topic, span)));
          }
        }
      }
      return spans;
    }
  }

  /** HOCON reads JSON, too. */
  private static Tagged tagged(String topic, Config span) {
    Map<String, Object> tags = new TreeMap<>();
    for (Config attribute : span.getConfigList("attributes")) {
      Config value = attribute.getConfig("value");
      tags.put(
          attribute.getString("key"),
          value.hasPath("intValue")
              ? (Object) value.getLong("intValue")
              : value.hasPath("boolValue")
                  ? (Object) value.getBoolean("boolValue")
                  : value.getString("stringValue"));
    }
    boolean error = span.hasPath("status.code") && span.getInt("status.code") == 2;
    return new Tagged(KINDS.get(span.getInt("kind")), error, without(topic, tags));
  }

  /** So that runs with topics of their own can be compared. */
  private static Map<String, Object> without(String topic, Map<String, Object> tags) {
    Map<String, Object> all = new TreeMap<>(tags);
    all.replaceAll((k, value) -> value instanceof String s ? s.replace(topic, "TOPIC") : value);
    return all;
  }

  private ChildJvmBuilder program(String topic, boolean kamon) {
    List<Path> jars = new ArrayList<>(List.of(Path.of("target", "classes").toAbsolutePath()));
    jars.add(Jars.TESTBED);
    jars.addAll(Application.newest().classPath());
    return ChildJvm.main(Deliveries.class.getName())
        .classPath(
            jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)))
        .jvmArgs("-Xmx256m", "-XX:TieredStopAtLevel=1")
        .args(broker.bootstrapServers(), topic, Boolean.toString(kamon));
  }

  private String newTopic() {
    String topic = "names-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    return topic;
  }
}
