package kamon.instrumentation.kafka.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  @TempDir Path docs;

  @BeforeEach
  void keep_results_apart() {
    System.setProperty(Results.DOCS, docs.toString());
  }

  @AfterEach
  void forget_the_directory() {
    System.clearProperty(Results.DOCS);
  }

  @Test
  void the_page_in_the_docs_is_what_its_figures_give() throws IOException {
    Path published = Path.of("../../docs");
    System.setProperty(Results.DOCS, docs.toString());
    Files.createDirectories(docs.resolve("performance"));
    try (var files = Files.newDirectoryStream(published.resolve("performance"), "*.json")) {
      for (Path file : files) {
        Files.copy(file, docs.resolve("performance").resolve(file.getFileName()));
      }
    }

    assertThat(report()).isEqualTo(Files.readString(published.resolve("performance.md")));
  }

  @Test
  void what_was_not_measured_is_said_or_left_out() throws IOException {
    assertThat(report())
        .contains(
            "| hello world startup, over an empty agent | at most 10 ms |  | not measured |  |")
        .doesNotContain("NaN", "\uFFFD", "${", "svg");
    assertThat(docs.resolve("performance")).doesNotExist();
  }

  @Test
  void targets_compare_medians_of_interleaved_runs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (long extra : new long[] {0, 900, 10}) { // the second run was disturbed
      rows.add(start("hello world", "EMPTY_AGENT", 50 + extra));
      rows.add(start("hello world", "OURS", 54 + extra));
      rows.add(start("Kafka application", "NONE", 500 + extra));
      rows.add(start("Kafka application", "OURS", 600 + extra));
      rows.add(start("Kafka application", "KAMON", 600 + extra));
      rows.add(start("Kafka application", "OTEL", 2500 + extra));
    }
    measured("startup", rows);

    assertThat(report())
        .contains(
            "| hello world startup, over an empty agent | at most 10 ms |  | 4 ms | yes |",
            "to Kanela's | at most 0.35 |  | 1.00 | **no** |",
            "to OpenTelemetry's | at most 0.10 |  | 0.05 | yes |",
            "| hello world, kamon-kafka | 64 ms |",
            "![Startup of a Kafka application, over no agent](performance/startup.svg)");
    assertThat(Files.readString(docs.resolve("performance/startup.svg")))
        .contains(">kamon-kafka</text", ">100 ms</text", ">2,000 ms</text");
  }

  private static String start(String application, String tool, long millis) {
    return "{application: '%s', tool: '%s', nanos: %d000000}".formatted(application, tool, millis);
  }

  @Test
  void added_cost_is_a_tools_less_that_of_no_agent() throws IOException {
    measured(
        "send",
        List.of(
            send("NONE", "SAMPLED", "G1", 10, 88.01),
            send("OURS", "SAMPLED", "G1", 310, 1088),
            send("OURS", "UNSAMPLED", "G1", 1, 1), // another case, not to be mistaken for the first
            send("KAMON", "SAMPLED", "G1", 610, 2088),
            send("BY_HAND", "SAMPLED", "G1", 220, 900),
            floor("producerSpan", "G1", 200, 800),
            floor("carrier", "G1", 40, 100),
            send("NONE", "SAMPLED", "PARALLEL", 5, 88),
            send("OURS", "SAMPLED", "PARALLEL", 105, 1088),
            send("KAMON", "SAMPLED", "PARALLEL", 255, 2088),
            floor("producerSpan", "PARALLEL", 80, 800)));

    assertThat(report())
        .contains(
            "| send, sampled, added, to Kamon's: time | at most 0.75 | 0.35 | 0.50 | yes |",
            "| send, sampled, added, to Kamon's: bytes | at most 0.75 | 0.45 | 0.50 | yes |",
            "| send, sampled, added, to a bare Kamon span: bytes | at most 1.35 | 1.13 | 1.25 | yes |",
            "| sampled parent | 10 ns, 88 B |  | 220 ns, 900 B | 310 ns, 1,088 B | 610 ns, 2,088 B |  |  |",
            "JVMs of one case are up to 10 % apart",
            "| unsampled parent |  |  |  | 1 ns, 1 B |  |  |  |",
            "| kamon-kafka, G1 | 0.50 |  | 1.50 |",
            "| no agent, spans by hand, G1 | 0.35 |  | 1.05 |",
            "| kamon-kafka, ParallelGC | 0.40 |  | 1.25 |")
        .doesNotContain("| 10 headers |");
  }

  private static String send(
      String tool, String parent, String collector, double nanos, double bytes) {
    return benchmark(
        "SendBenchmark." + (tool.equals("BY_HAND") ? "sendByHand" : "send"),
        "tool: '%s', parent: '%s', key: 'STRING', headers: '0', collector: '%s'"
            .formatted(tool, parent, collector),
        nanos,
        bytes);
  }

  private static String floor(String method, String collector, double nanos, double bytes) {
    return benchmark(
        "FloorBenchmark." + method,
        "incoming: 'SAMPLED', collector: '%s'".formatted(collector),
        nanos,
        bytes);
  }

  /** Of two JVMs, whose means are 0.95 and 1.05 of the score. */
  private static String benchmark(String name, String params, double nanos, double bytes) {
    return """
        {benchmark: 'x.%s', threads: 1, params: {%s},
         primaryMetric: {score: %f, rawData: [[%f, %f], [%f]]},
         secondaryMetrics: {'gc.alloc.rate.norm': {score: %f}}}"""
        .formatted(name, params, nanos, 0.9 * nanos, nanos, 1.05 * nanos, bytes);
  }

  @Test
  void throughput_is_compared_pair_by_pair_and_shows_its_noise() throws IOException {
    measured(
        "endtoend",
        List.of(
            traffic("NONE", 100),
            traffic("OURS", 80), // 0.8
            traffic("NONE", 100),
            traffic("OURS", 70), // 0.7
            traffic("NONE", 200), // the machine was faster then
            traffic("OURS", 180))); // 0.9

    assertThat(report())
        .contains(
            "sending, 1 KiB, every record sampled and reported: throughput to no agent"
                + " | at least 0.90 |  | 0.80 | **no** |",
            "| 1024 B, every record sampled and reported, kamon-kafka | 80"
                + " | 0.80 (0.75 to 0.85) | 5.0 ns | 50 B | 71 | 3.0 ms |")
        .doesNotContain("| 100 B,", "1 % sampled, kamon-kafka");
  }

  private static String traffic(String tool, int rate) {
    return """
        {tool: '%1$s', tracing: 'ALL', size: 1024, sendRate: %2$d, sendCpu: 5, sendBytes: 50,
         pollRate: %2$d, pollCpu: 5, pollBytes: 50, processRate: %2$d, processCpu: 5,
         processBytes: 50, p99: 3000000, requests: 71, heap: 1024, reported: 0}"""
        .formatted(tool, rate);
  }

  @Test
  void profile_adds_up_the_objects_of_each_method() throws IOException {
    measured(
        "profile",
        List.of(
            "{parent: 'SAMPLED', method: 'KctxEncoder.encode', object: 'byte[]', bytes: 96.4}",
            "{parent: 'UNSAMPLED', method: 'KctxEncoder.encode', object: 'byte[]', bytes: 95.6}",
            "{parent: 'SAMPLED', method: 'ProducerSpans.start', object: 'Span$Local', bytes: 110}",
            "{parent: 'SAMPLED', method: 'ProducerSpans.start', object: 'Object[]', bytes: 900}"));

    assertThat(report())
        .contains(
            """
            | allocated from within | objects | sampled parent | unsampled parent |
            |---|--:|--:|--:|
            | `ProducerSpans.start` | Object[], Span$Local | 1,010 B | 0 B |
            | `KctxEncoder.encode` | byte[] | 96 B | 96 B |
            """);
  }

  private static void measured(String part, List<String> rows) throws JsonProcessingException {
    Results.write(part, Effort.QUICK, JSON.readTree(rows.toString()));
  }

  private String report() throws IOException {
    Bench.main(new String[] {"report"});
    return Files.readString(docs.resolve("performance.md"));
  }
}
