package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.metric.MeasurementUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/metrics.md has what the code has. */
@Tag("unit")
class MetricsPageTest {

  @Test
  void table_is_what_is_read() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `kafka."))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(ClientMetric.values()).map(MetricsPageTest::row),
                    Arrays.stream(WaitingMetric.values()).map(MetricsPageTest::row))
                .toList());
  }

  private static String row(WaitingMetric metric) {
    String name =
        prometheus(metric.title(), metric.unit().kamons(), metric.isCounter() ? "_total" : "");
    return "| `%s` | %s | `%s` |".formatted(metric.title(), metric.description(), name);
  }

  private static String row(ClientMetric metric) {
    return "| `%s` | %s | %s | `%s` |"
        .formatted(metric.title(), metric.description(), kafkas(metric), prometheus(metric));
  }

  private static String kafkas(ClientMetric metric) {
    if (metric == ClientMetric.CONSUMER_LAG) {
      return "`records-lag`";
    }
    return metric.names().isEmpty()
        ? ""
        : metric.names().stream().collect(Collectors.joining("`, `", "`", "`"));
  }

  /** As Kamon's reporter names it, which ClientMetricsTest has seen. */
  private static String prometheus(ClientMetric metric) {
    return prometheus(metric.title(), metric.unit(), metric.merge() == Merge.COUNT ? "_total" : "");
  }

  private static String prometheus(String title, MeasurementUnit unit, String total) {
    String suffix =
        switch (unit.dimension().name()) {
          case "time" -> "_seconds";
          case "information" -> "_bytes";
          default -> "";
        };
    return title.replaceAll("[.-]", "_") + suffix + total;
  }
}
