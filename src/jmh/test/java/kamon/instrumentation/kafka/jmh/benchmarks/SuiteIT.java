package kamon.instrumentation.kafka.jmh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import kamon.instrumentation.kafka.jmh.Effort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuiteIT {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  @BeforeEach
  void let_other_benchmarks_run() {
    System.setProperty(IGNORE_LOCK, "true"); // nothing is measured here
  }

  @AfterEach
  void lock() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void figures_of_all_rounds_come_together_and_name_no_path() throws Exception {
    JsonNode figures = Suite.run("kctx", new Effort(false, 1, 2, 0, 1, 0, 0, 0, 0));

    Set<String> benchmarks = new TreeSet<>();
    for (JsonNode result : figures) {
      benchmarks.add(result.get("benchmark").asText().replaceFirst(".*\\.", ""));
      JsonNode time = result.get("primaryMetric");
      assertThat(time.get("rawData")).as("JVMs of %s", result).hasSize(2);
      assertThat(time.get("score").asDouble())
          .as("mean of %s", time)
          .isCloseTo(
              (time.at("/rawData/0/0").asDouble() + time.at("/rawData/1/0").asDouble()) / 2,
              within(0.001));
      assertThat(result.at("/secondaryMetrics/" + Suite.BYTES + "/score").asDouble())
          .as("bytes of %s", result)
          .isPositive();
    }
    assertThat(figures).hasSize(10); // with a parent id, and without
    assertThat(benchmarks)
        .containsExactly("headers", "kamonRead", "kamonWrite", "kctxRead", "kctxWrite");
    assertThat(figures.toString()).doesNotContain(System.getProperty("java.home"), "-javaagent");
  }
}
