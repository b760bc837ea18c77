package kamon.instrumentation.kafka.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @BeforeEach
  void keep_results_apart() {
    System.setProperty("bench.docs", directory.resolve("docs").toString());
  }

  @AfterEach
  void forget_the_directory() {
    System.clearProperty("bench.docs");
  }

  @Test
  void what_was_not_measured_is_said_or_left_out() throws IOException {
    String report = report();

    assertThat(report)
        .contains(
            "| hello world startup, over an empty agent | at most 10 ms |  | not measured |  |")
        .doesNotContain("NaN", "${", "svg");
    assertThat(directory.resolve("docs/performance")).doesNotExist();
  }

  @Test
  void targets_compare_medians_of_interleaved_runs() throws IOException {
    ArrayNode runs = JSON.createArrayNode();
    for (long extra : new long[] {0, 900, 10}) { // the second run was disturbed
      start(runs, "hello world", "EMPTY_AGENT", 50 + extra);
      start(runs, "hello world", "OURS", 54 + extra);
      start(runs, "Kafka application", "NONE", 500 + extra);
      start(runs, "Kafka application", "OURS", 600 + extra);
      start(runs, "Kafka application", "KAMON", 600 + extra);
      start(runs, "Kafka application", "OTEL", 2500 + extra);
    }
    Results.write("startup", Effort.QUICK, runs);

    assertThat(report())
        .contains(
            "| hello world startup, over an empty agent | at most 10 ms |  | 4 ms | yes |",
            "to Kanela's | at most 0.35 |  | 1.00 | **no** |",
            "to OpenTelemetry's | at most 0.10 |  | 0.05 | yes |",
            "| hello world, kamon-kafka | 64 ms |",
            "![Startup of a Kafka application, over no agent](performance/startup.svg)");
    assertThat(Files.readString(directory.resolve("docs/performance/startup.svg")))
        .contains(">kamon-kafka</text>", ">100 ms</text>", ">2,000 ms</text>");
  }

  @Test
  void added_cost_is_a_tools_less_that_of_no_agent() throws IOException {
    ArrayNode results = JSON.createArrayNode();
    send(results, "NONE", "SAMPLED", 10, 88.01);
    send(results, "OURS", "SAMPLED", 310, 1088);
    send(results, "OURS", "UNSAMPLED", 1, 1); // another case, not to be mistaken for the first
    send(results, "KAMON", "SAMPLED", 610, 2088);
    send(results, "sendByHand", "BY_HAND", "SAMPLED", 220, 900);
    floor(results, "producerSpan", 200, 800);
    floor(results, "carrier", 40, 100);
    send(results, "NONE", "SAMPLED", 5, 88).put("collector", "PARALLEL");
    send(results, "OURS", "SAMPLED", 105, 1088).put("collector", "PARALLEL");
    send(results, "KAMON", "SAMPLED", 255, 2088).put("collector", "PARALLEL");
    floor(results, "producerSpan", 80, 800).put("collector", "PARALLEL");
    Results.write("send", Effort.QUICK, results);

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

  @Test
  void throughput_is_compared_pair_by_pair_and_shows_its_noise() throws IOException {
    ArrayNode runs = JSON.createArrayNode();
    endToEnd(runs, "NONE", 100);
    endToEnd(runs, "OURS", 80); // 0.8
    endToEnd(runs, "NONE", 100);
    endToEnd(runs, "OURS", 70); // 0.7
    endToEnd(runs, "NONE", 200); // the machine was faster then
    endToEnd(runs, "OURS", 180); // 0.9
    Results.write("endtoend", Effort.QUICK, runs);

    assertThat(report())
        .contains(
            "sending, 1 KiB, every record sampled and reported: throughput to no agent"
                + " | at least 0.90 |  | 0.80 | **no** |",
            "| 1024 B, every record sampled and reported, kamon-kafka | 80"
                + " | 0.80 (0.75 to 0.85) | 5.0 ns | 50 B | 71 | 3.0 ms |")
        .doesNotContain("| 100 B,", "1 % sampled, kamon-kafka");
  }

  @Test
  void profile_adds_up_the_objects_of_each_method() throws IOException {
    ArrayNode sites = JSON.createArrayNode();
    site(sites, "SAMPLED", "KctxEncoder.encode", "byte[]", 96.4);
    site(sites, "UNSAMPLED", "KctxEncoder.encode", "byte[]", 95.6);
    site(sites, "SAMPLED", "ProducerSpans.start", "Span$Local", 110);
    site(sites, "SAMPLED", "ProducerSpans.start", "Object[]", 900);
    site(sites, "SAMPLED", "ProducerSpans.start", "URL", 0.2); // the JVM's, now and then
    Results.write("profile", Effort.QUICK, sites);

    assertThat(report())
        .contains(
            """
            | allocated from within | objects | sampled parent | unsampled parent |
            |---|--:|--:|--:|
            | `ProducerSpans.start` | Object[], Span$Local | 1,010 B | 0 B |
            | `KctxEncoder.encode` | byte[] | 96 B | 96 B |
            """);
  }

  private static void site(
      ArrayNode sites, String parent, String method, String object, double bytes) {
    sites
        .addObject()
        .put("parent", parent)
        .put("method", method)
        .put("object", object)
        .put("bytes", bytes);
  }

  private String report() throws IOException {
    Report.write();
    return Files.readString(directory.resolve("docs/performance.md"));
  }

  private static void start(ArrayNode runs, String application, String tool, long millis) {
    runs.addObject()
        .put("application", application)
        .put("tool", tool)
        .put("nanos", millis * 1_000_000);
  }

  private static void endToEnd(ArrayNode runs, String tool, long rate) {
    ObjectNode run = runs.addObject().put("tool", tool).put("tracing", "ALL").put("size", 1024);
    for (String phase : new String[] {"send", "poll", "process"}) {
      run.put(phase + "Rate", rate).put(phase + "Cpu", 5).put(phase + "Bytes", 50);
    }
    run.put("p99", 3_000_000).put("requests", 71).put("heap", 1024).put("reported", 0);
  }

  private static ObjectNode floor(ArrayNode results, String method, double nanos, double bytes) {
    return result(results, "FloorBenchmark." + method, nanos, bytes)
        .putObject("params")
        .put("incoming", "SAMPLED")
        .put("collector", "G1");
  }

  private static ObjectNode send(
      ArrayNode results, String tool, String parent, double nanos, double bytes) {
    return send(results, "send", tool, parent, nanos, bytes);
  }

  private static ObjectNode send(
      ArrayNode results, String method, String tool, String parent, double nanos, double bytes) {
    return result(results, "SendBenchmark." + method, nanos, bytes)
        .putObject("params")
        .put("tool", tool)
        .put("parent", parent)
        .put("key", "STRING")
        .put("headers", "0")
        .put("collector", "G1");
  }

  private static ObjectNode result(
      ArrayNode results, String benchmark, double nanos, double bytes) {
    ObjectNode result = results.addObject().put("benchmark", "x." + benchmark).put("threads", 1);
    ArrayNode forks = result.putObject("primaryMetric").put("score", nanos).putArray("rawData");
    forks.addArray().add(0.9 * nanos).add(nanos); // 0.95
    forks.addArray().add(1.05 * nanos);
    result.putObject("secondaryMetrics").putObject("gc.alloc.rate.norm").put("score", bytes);
    return result;
  }
}
