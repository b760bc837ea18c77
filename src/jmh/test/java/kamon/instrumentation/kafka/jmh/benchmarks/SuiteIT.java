package kamon.instrumentation.kafka.jmh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuiteIT {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final int ROUNDS = 2;

  @BeforeEach
  void let_other_benchmarks_run() {
    System.setProperty(IGNORE_LOCK, "true"); // nothing is measured here
  }

  @AfterEach
  void lock() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void figures_of_all_rounds_come_together_and_name_no_path() {
    JsonNode figures = Suite.run("kctx", new Effort(false, 1, ROUNDS, 0, 1, 0, 0, 0, 0));

    List<String> benchmarks = new ArrayList<>();
    for (JsonNode result : figures) {
      benchmarks.add(
          result.get("benchmark").asText().replaceFirst(".*\\.", "")
              + " "
              + result.at("/params/incoming").asText());
      JsonNode time = result.get("primaryMetric");
      assertThat(time.get("rawData")).as("JVMs of %s", result).hasSize(ROUNDS);
      assertThat(time.get("score").asDouble())
          .as("mean of %s", time)
          .isCloseTo(
              (time.at("/rawData/0/0").asDouble() + time.at("/rawData/1/0").asDouble()) / 2,
              within(0.001));
      assertThat(result.at("/secondaryMetrics/" + Suite.BYTES + "/score").asDouble())
          .as("bytes of %s", result)
          .isPositive();
    }
    assertThat(benchmarks)
        .containsExactlyInAnyOrder(
            "kamonWrite SAMPLED_CHILD",
            "kctxWrite SAMPLED_CHILD",
            "headers SAMPLED_CHILD",
            "kamonRead SAMPLED_CHILD",
            "kctxRead SAMPLED_CHILD",
            "kamonWrite SAMPLED",
            "kctxWrite SAMPLED",
            "headers SAMPLED",
            "kamonRead SAMPLED",
            "kctxRead SAMPLED");
    assertThat(figures.toString()).doesNotContain(System.getProperty("java.home"), "-javaagent");
  }
}
