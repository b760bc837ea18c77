package kamon.instrumentation.kafka.reliability.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.reliability.faults.FaultsIT;
import kamon.instrumentation.kafka.reliability.faults.FaultyBroker;
import kamon.instrumentation.kafka.reliability.faults.Tracing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "reliability", matches = "long") // it takes a minute
class MemoryIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<String> SIZES =
      Effort.current().pick(List.of("10", "100"), List.of("10", "100", "1000", "10000"));

  /** What the control run needs with a full buffer of the smallest records, and a little. */
  private static final String HEAP = "-Xmx48m";

  /** Beyond what the same record holds without us. */
  private static final long MOST_PER_RECORD = 1_000;

  @Test
  void full_buffers_fit_into_the_heap_that_they_fit_into_without_us() throws Exception {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no signals to freeze with");
    try (FaultyBroker broker = new FaultyBroker()) {
      broker.broker().createTopic("full", 1);
      Map<String, Long> control = run(broker, "control");
      Map<String, Long> agent = run(broker, Tracing.AGENT);
      Figures page = new Figures("memory");
      for (String size : SIZES) {
        long without = add(page, size, "without the agent", control, size + " PERHAPS");
        long sampled = add(page, size, "sampled", agent, size + " YES");
        long unsampled = add(page, size, "not sampled", agent, size + " NO");
        assertThat(sampled - without).as(size + ", sampled").isLessThan(MOST_PER_RECORD);
        assertThat(unsampled - without).as(size + ", not sampled").isLessThan(MOST_PER_RECORD);
      }
      page.write();
      // The fullest buffers of all are those of the least records without our header.
      assertThat(most(agent)).isLessThanOrEqualTo(most(control));
    }
  }

  private static Map<String, Long> run(FaultyBroker broker, String mode) {
    List<String> args = new ArrayList<>(List.of("full"));
    args.addAll(SIZES);
    List<String> output =
        broker.run(
            FullBuffers.class.getName(), mode, LIMIT, List.of(HEAP, "-XX:+UseSerialGC"), args);
    assertThat(output).noneMatch(line -> line.contains("OutOfMemoryError"));
    return FaultsIT.figures(output);
  }

  /** Returns the bytes of one record. */
  private static long add(
      Figures page, String size, String how, Map<String, Long> figures, String name) {
    long records = figures.get(name + " records");
    long each = figures.get(name + " bytes") / records;
    page.add(
        "full buffer of records of " + size + " bytes, " + how,
        records + " records, each " + each + " bytes of heap");
    return each;
  }

  private static long most(Map<String, Long> figures) {
    return figures.entrySet().stream()
        .filter(one -> one.getKey().endsWith("bytes"))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElseThrow();
  }
}
