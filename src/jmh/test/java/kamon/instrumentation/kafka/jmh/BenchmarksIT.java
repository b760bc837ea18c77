package kamon.instrumentation.kafka.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every benchmark runs for a moment in a JVM with its tool. The benchmarks themselves fail when the
 * tool has not written its header and made its span.
 */
class BenchmarksIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @ParameterizedTest
  @CsvSource({
    "NONE, (Send|Poll|Consumer)Benchmark, 9",
    "EMPTY_ADVICE, SendBenchmark, 2",
    "BY_HAND, SendBenchmark.sendByHand, 1",
    "LIBRARY, FloorBenchmark, 10",
    "LIBRARY, RulesBenchmark, 6",
    "OURS, (Send|Poll|Consumer)Benchmark, 9",
    "KAMON, (Send|Poll|Consumer)Benchmark, 9",
    "OTEL, (Send|Poll)Benchmark|(look|consumeThenSend), 6",
    "BRAVE, (Send|Poll|Consumer)Benchmark, 9"
  })
  void every_benchmark_runs_with_its_tool(Tool tool, String benchmarks, int count) {
    try (ChildJvm jvm =
        ChildJvm.main("org.openjdk.jmh.Main")
            .classPath(tool.standInClassPath())
            .jvmArgs(tool.jvmArgs().toArray(String[]::new))
            // Nothing is measured here, so a benchmark that runs elsewhere does not matter.
            .jvmArgs("-Djmh.ignoreLock=true")
            .jvmArgs("-XX:TieredStopAtLevel=1")
            .args("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-foe", "true")
            .args("-p", "tool=" + tool, benchmarks)
            .start()) {
      assertThat(jvm.awaitExit(LIMIT)).as("exit code of %s", jvm.lines()).isZero();
      List<String> results =
          jvm.lines().stream().filter(line -> line.matches("\\S+Benchmark\\..* avgt .*")).toList();
      assertThat(results).as("results in %s", jvm.lines()).hasSize(count);
    }
  }
}
