package kamon.instrumentation.kafka.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationProfile;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.listeners.Listeners;
import kamon.instrumentation.kafka.jmh.listeners.Listening;
import kamon.instrumentation.kafka.jmh.sampling.Sampling;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every part measures all that it should; what it measures in so short a time counts nothing, so
 * two of them run at a time: the JVMs that they start wait for a broker mostly.
 */
@Execution(ExecutionMode.CONCURRENT)
class PartsIT {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final int RECORDS = 20_000;
  private static final Effort SHORT = new Effort(true, 1, 2, 0, 1, 1, RECORDS, RECORDS, 1);

  @BeforeAll
  static void let_other_benchmarks_run() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterAll
  static void lock() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void benchmarks_run_in_every_round_and_name_no_path() throws Exception {
    JsonNode figures = Suite.run("kctx", SHORT);

    TreeMap<String, Integer> jvms = new TreeMap<>();
    for (JsonNode result : figures) {
      String method = result.get("benchmark").asText().replaceFirst(".*\\.", "");
      jvms.merge(method + " " + result.at("/params/incoming").asText(), 1, Integer::sum);
      assertThat(result.at("/primaryMetric/rawData/0/0").asDouble()).as(method).isPositive();
      assertThat(result.at("/secondaryMetrics/" + Suite.BYTES + "/score").asDouble())
          .as(method)
          .isPositive();
    }
    assertThat(jvms).hasSize(15).containsEntry("kctxRead SAMPLED_CHILD", 2);
    assertThat(jvms).containsEntry("kamonRead SAMPLED", 2).containsEntry("headers SAMPLED_TAGS", 1);
    assertThat(figures.toString()).doesNotContain(System.getProperty("java.home"), "-javaagent");
  }

  @Test
  void objects_of_a_send_are_found_where_they_are_made() throws Exception {
    List<String> sites = new ArrayList<>();
    double bytes = 0;
    for (JsonNode site : AllocationProfile.run(SHORT)) {
      if (site.get("parent").asText().equals("UNSAMPLED")) {
        sites.add(site.get("method").asText() + " " + site.get("object").asText());
        bytes += site.get("bytes").asDouble();
      }
    }
    assertThat(sites)
        .doesNotHaveDuplicates()
        .contains(
            "SendBenchmark.record ProducerRecord", // the caller's
            "ProducerTracing.beforeSend CarrierRecord",
            "ProducerTracing.beforeSend UnsampledSend",
            "CarrierRecord.<init> RecordHeaders",
            "KctxEncoder.encodeChild byte[]")
        .noneMatch(site -> site.endsWith(" Span$Local"));
    // Less than what AllocationIT allows for a JVM whose compiler leaves nothing out, with the
    // record.
    assertThat(bytes).isBetween(300.0, 450.0);
  }

  /** The measured JVM itself fails when its records do not carry the header of its tool. */
  @ParameterizedTest
  @EnumSource(names = "ONE_PERCENT") // has both kinds of records
  void traffic_of_every_tool_is_measured(Tracing measured) throws Exception {
    Set<String> runs = new HashSet<>();
    for (JsonNode run : EndToEnd.run(measured, SHORT)) {
      String tool = run.get("tool").asText();
      String tracing = run.get("tracing").asText();
      runs.add(tool + " " + tracing + " " + run.get("size").asInt());
      for (String figure :
          "sendRate sendCpu sendBytes p99 requests pollRate pollBytes processRate processBytes heap"
              .split(" ", -1)) {
        assertThat(run.get(figure).asLong()).as("%s of %s", figure, run).isPositive();
      }
      // Of sending, the traces' own, and of processing; those of the last ticks are still to come.
      boolean reports = Set.of("BY_HAND", "OURS", "KAMON").contains(tool);
      long least = !reports ? 0 : tracing.equals("ALL") ? RECORDS : 1;
      assertThat(run.get("reported").asLong())
          .as("spans reported in %s", run)
          .isBetween(least, reports ? 12L * RECORDS : 0);
    }
    assertThat(runs).hasSize(6 * 2);
  }

  /** The measured JVM itself fails when a record has not its span. */
  @Test
  void listeners_are_measured_in_every_way() throws Exception {
    Set<String> runs = new HashSet<>();
    for (JsonNode run : Listeners.run(SHORT)) {
      runs.add(run.get("listening").asText() + " " + run.get("tracing").asText());
      for (String figure : List.of("rate", "cpu", "bytes")) {
        assertThat(run.get(figure).asLong()).as("%s of %s", figure, run).isPositive();
      }
    }
    assertThat(runs).hasSize(Listening.values().length * 2);
  }

  @Test
  void reading_of_clients_is_measured() throws Exception {
    JsonNode figures = Sampling.run(SHORT);
    assertThat(figures).hasSize(1);
    // A lag, an age and a count for each of 20 partitions are the least of it.
    assertThat(figures.get(0).get("bytes").asLong()).isGreaterThan(20 * 3 * 16);
    assertThat(figures.get(0).get("nanos").asLong()).isPositive();
  }

  @Test
  void every_application_starts_and_ends_with_every_tool() throws Exception {
    List<String> starts = new ArrayList<>();
    for (JsonNode start : Startup.run(SHORT)) {
      assertThat(start.get("nanos").asLong()).as("%s", start).isPositive();
      starts.add(start.get("application").asText() + ", " + start.get("tool").asText());
    }
    assertThat(starts)
        .hasSize(5 + 5 + 2 + 1)
        .doesNotHaveDuplicates()
        .contains(
            "hello world, EMPTY_AGENT", "Kafka application, KAMON", "weaving all targets, OURS")
        .contains("Kafka application with an AppCDS archive, OURS");
  }
}
