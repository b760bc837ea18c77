package kamon.instrumentation.kafka.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path PUBLISHED = Path.of("../../docs");

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
  void the_published_page_is_what_the_published_figures_give() throws Exception {
    Files.createDirectories(docs.resolve("performance"));
    try (var files = Files.newDirectoryStream(PUBLISHED.resolve("performance"), "*.json")) {
      for (Path file : files) {
        Files.copy(file, docs.resolve("performance").resolve(file.getFileName()));
      }
    }

    assertThat(report()).isEqualTo(Files.readString(PUBLISHED.resolve("performance.md")));
  }

  @Test
  void what_was_not_measured_is_said_or_left_out() throws Exception {
    assertThat(report())
        .contains(
            "| hello world startup, over an empty agent | at most 10 ms |  | not measured |  |")
        .doesNotContain("NaN", "\uFFFD", "${", "svg");
    assertThat(docs.resolve("performance")).doesNotExist();
  }

  @Test
  void targets_compare_medians_of_interleaved_runs() throws Exception {
    measured(
        "startup",
        """
        application                | tool        | nanos
        hello world                | EMPTY_AGENT | 50e6
        hello world                | EMPTY_AGENT | 950e6
        hello world                | EMPTY_AGENT | 60e6
        hello world                | OURS        | 54e6
        hello world                | OURS        | 954e6
        hello world                | OURS        | 64e6
        Kafka application          | NONE        | 500e6
        Kafka application          | OURS        | 600e6
        Kafka application          | KAMON       | 600e6
        Kafka application          | OTEL        | 2500e6
        """);

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

  @Test
  void added_cost_is_a_tools_less_that_of_no_agent() throws Exception {
    measured(
        "send",
        """
        benchmark                   | tool    | parent    | headers | collector | nanos | bytes
        SendBenchmark.send          | NONE    | SAMPLED   | 0       | G1        | 10    | 88
        SendBenchmark.send          | OURS    | SAMPLED   | 0       | G1        | 310   | 1088
        SendBenchmark.send          | OURS    | UNSAMPLED | 0       | G1        | 1     | 1
        SendBenchmark.send          | KAMON   | SAMPLED   | 0       | G1        | 610   | 2088
        SendBenchmark.sendByHand    | BY_HAND | SAMPLED   | 0       | G1        | 220   | 900
        FloorBenchmark.producerSpan | LIBRARY | SAMPLED   | 0       | G1        | 200   | 800
        FloorBenchmark.carrier      | LIBRARY | SAMPLED   | 0       | G1        | 40    | 100
        SendBenchmark.send          | NONE    | SAMPLED   | 0       | PARALLEL  | 5     | 88
        SendBenchmark.send          | OURS    | SAMPLED   | 0       | PARALLEL  | 105   | 1088
        SendBenchmark.send          | KAMON   | SAMPLED   | 0       | PARALLEL  | 255   | 2088
        FloorBenchmark.producerSpan | LIBRARY | SAMPLED   | 0       | PARALLEL  | 80    | 800
        """);

    assertThat(report())
        .contains(
            "| send, sampled, added, to Kamon's: time | at most 0.75 | 0.35 | 0.50 | yes |",
            "| send, sampled, added, to Kamon's: bytes | at most 0.75 | 0.45 | 0.50 | yes |",
            "to a bare Kamon span: bytes | at most 1.35 | 1.13 | 1.25 | yes |",
            "| sampled parent | 10 ns, 88 B |  | 220 ns, 900 B | 310 ns, 1,088 B | 610 ns, 2,088 B |",
            "| unsampled parent |  |  |  | 1.0 ns, 1 B |  |  |  |",
            "| kamon-kafka, G1 | 0.50 |  | 1.50 |",
            "| no agent, spans by hand, G1 | 0.35 |  | 1.05 |",
            "| kamon-kafka, ParallelGC | 0.40 |  | 1.25 |")
        .doesNotContain("| 10 headers |");
  }

  @Test
  void throughput_is_compared_pair_by_pair_and_shows_its_noise() throws Exception {
    measured(
        "endtoend",
        """
        tool | tracing | size | sendRate | sendCpu | sendBytes | p99 | requests
        NONE | ALL     | 1024 | 100      | 4       | 40        | 1e6 | 67
        OURS | ALL     | 1024 | 80       | 5       | 50        | 3e6 | 71
        NONE | ALL     | 1024 | 100      | 4       | 40        | 1e6 | 67
        OURS | ALL     | 1024 | 70       | 5       | 50        | 3e6 | 71
        NONE | ALL     | 1024 | 200      | 4       | 40        | 1e6 | 67
        OURS | ALL     | 1024 | 180      | 5       | 50        | 3e6 | 71
        """);

    assertThat(report())
        .contains(
            "sending, 1 KiB, every record sampled and reported: throughput to no agent"
                + " | at least 0.90 |  | 0.80 | **no** |",
            "| 1024 B, every record sampled and reported, kamon-kafka | 80"
                + " | 0.80 (0.75 to 0.85) | 5.0 ns | 50 B | 71 | 3.0 ms |")
        .doesNotContain("| 100 B,", "1 % sampled, kamon-kafka");
  }

  @Test
  void profile_adds_up_the_objects_of_each_method() throws Exception {
    measured(
        "profile",
        """
        parent    | method              | object     | bytes
        SAMPLED   | KctxEncoder.encode  | byte[]     | 96.4
        UNSAMPLED | KctxEncoder.encode  | byte[]     | 95.6
        SAMPLED   | ProducerSpans.start | Span$Local | 110
        SAMPLED   | ProducerSpans.start | Object[]   | 900
        """);

    assertThat(report())
        .contains(
            """
            | allocated from within | objects | sampled parent | unsampled parent |
            |---|--:|--:|--:|
            | `ProducerSpans.start` | Object[], Span$Local | 1,010 B | 0 B |
            | `KctxEncoder.encode` | byte[] | 96 B | 96 B |
            """);
  }

  /** The first line has the names of the columns. */
  private static void measured(String part, String table) throws Exception {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    List<String[]> lines = table.lines().map(line -> line.split(" *\\| *", -1)).toList();
    for (String[] cells : lines.subList(1, lines.size())) {
      ObjectNode row = rows.addObject();
      for (int column = 0; column < cells.length; column++) {
        row.put(lines.get(0)[column], cells[column]);
      }
    }
    Results.write(part, Effort.QUICK, rows);
  }

  private String report() throws Exception {
    Bench.main(new String[] {"report"});
    return Files.readString(docs.resolve("performance.md"));
  }
}
