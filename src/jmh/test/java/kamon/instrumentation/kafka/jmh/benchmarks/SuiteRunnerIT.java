package kamon.instrumentation.kafka.jmh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteRunnerIT {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final int ROUNDS = 2;

  @TempDir Path directory;

  @BeforeEach
  void keep_results_apart() {
    System.setProperty("bench.docs", directory.toString());
    // Nothing is measured here, so a benchmark that runs elsewhere does not matter.
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterEach
  void forget_the_directory() {
    System.clearProperty("bench.docs");
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void figures_of_all_rounds_come_together_and_name_no_path() {
    SuiteRunner.run(Suite.KCTX, new Effort("test", false, 1, ROUNDS, 0, 1, 1, 0, 0, 0, 0));

    JsonNode results = Results.read("kctx").orElseThrow();
    List<String> benchmarks = new ArrayList<>();
    for (JsonNode result : results.get("figures")) {
      String name = result.get("benchmark").asText();
      benchmarks.add(name.substring(name.lastIndexOf('.') + 1));
      JsonNode time = result.get("primaryMetric");
      assertThat(time.get("rawData")).as("JVMs of %s", name).hasSize(ROUNDS);
      assertThat(time.get("score").asDouble())
          .as("mean of %s", time)
          .isCloseTo(
              (time.at("/rawData/0/0").asDouble() + time.at("/rawData/1/0").asDouble()) / 2,
              within(0.001));
      assertThat(result.at("/secondaryMetrics").get(SuiteRunner.BYTES).get("score").asDouble())
          .as("bytes of %s", name)
          .isPositive();
    }
    assertThat(benchmarks)
        .containsExactlyInAnyOrder("kamonWrite", "kctxWrite", "headers", "kamonRead", "kctxRead");
    assertThat(results.toString()).doesNotContain(System.getProperty("java.home"), "-javaagent");
  }
}
