package kamon.instrumentation.kafka.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import org.junit.jupiter.api.Test;

public class FaultsIT {
  private static final String PROGRAM = Faults.class.getName();
  private static final Duration LIMIT = Duration.ofMinutes(Effort.current().pick(3, 25));

  private static final List<String> QUICK =
      List.of(
          "too-large-for-the-producer",
          "not-enough-replicas",
          "denied",
          "wrong",
          "closed-now",
          "interrupted",
          "aborted",
          "group-consumer",
          "resets");
  private static final List<String> ALL =
      List.of(
          "too-large-for-the-producer",
          "too-large-for-the-topic",
          "not-enough-replicas",
          "denied",
          "missing",
          "wrong",
          "closed-now",
          "closed-under-load",
          "interrupted",
          "throwing",
          "frozen",
          "deleted",
          "fenced",
          "aborted",
          "timed-out",
          "polls",
          "group-classic",
          "group-consumer",
          "resets",
          "delayed",
          "paused",
          "killed");

  /** Lines of ours: one for each kind of trouble, not for each record. */
  private static final int LOG_LINES = 10;

  @Test
  void application_sees_of_each_fault_what_it_sees_without_us_and_spans_tell_of_it()
      throws Exception {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no signals to freeze with");
    List<String> scenarios = Effort.current().pick(QUICK, ALL);
    try (FaultyBroker broker = new FaultyBroker()) {
      List<String> control = broker.run(PROGRAM, "control", LIMIT, List.of(), scenarios);
      List<String> expected = seen(control);
      assertThat(expected).containsAll(scenarios.stream().map(name -> "| " + name).toList());
      int faults = broker.faults();
      List<String> agent = broker.run(PROGRAM, Tracing.AGENT, LIMIT, List.of(), scenarios);
      assertThat(seen(agent)).isEqualTo(expected);
      Map<String, Long> figures = figures(agent);
      assertSpans(agent);
      long lines = ours(agent);
      assertThat(lines).isLessThanOrEqualTo(LOG_LINES);
      Figures page =
          new Figures("faults")
              .add("kinds of faults", scenarios.size())
              .add("times that broker or network failed, with the agent", broker.faults() - faults)
              .add("records sent, without the agent", figures(control).get("sent"))
              .add("records sent, with it", figures.get("sent"))
              .add("acknowledged", figures.get("acknowledged"))
              .add("failed", figures.get("failed"))
              .add("acknowledged but lost, stored twice, or out of order", 0)
              .add("spans of sends that ended", figures.get("ended") + figures.get("ended failed"))
              .add("of these with a failure", figures.get("ended failed"))
              .add("records processed by members of groups", figures.get("processed"))
              .add("spans of these that ended", figures.get("ended consumer"))
              .add("spans that say something else than the application saw", 0)
              .add("lines in the log that are ours", lines);
      if (Effort.current() == Effort.LONG) {
        List<String> counted = broker.run(PROGRAM, Tracing.COUNTED, LIMIT, List.of(), scenarios);
        assertThat(seen(counted)).isEqualTo(expected);
        assertSpans(counted);
        page.add(
                "spans started, once more with Kamon's hooks",
                figures(counted).get("hooks started"))
            .add("spans finished then", figures(counted).get("hooks finished"));
      }
      page.write();
    }
  }

  private static void assertSpans(List<String> output) {
    Map<String, Long> figures = figures(output);
    assertThat(output.stream().filter(line -> line.startsWith("UNTRUE"))).isEmpty();
    assertThat(figures)
        .containsEntry("all here", 1L)
        .containsEntry("untrue", 0L)
        .containsEntry("reported twice", 0L)
        .containsEntry("ended", figures.get("acknowledged"))
        .containsEntry("ended failed", figures.get("failed"))
        .containsEntry("ended consumer", figures.get("processed"))
        .containsEntry("hooks finished", figures.get("hooks started"));
    assertThat(figures.get("failed")).isPositive();
    assertThat(figures.get("processed")).isPositive();
  }

  /** What is the same in each run, or should be. */
  static List<String> seen(List<String> output) {
    return output.stream().filter(line -> line.startsWith("| ")).toList();
  }

  public static Map<String, Long> figures(List<String> output) {
    Map<String, Long> figures = new HashMap<>();
    for (String line : output) {
      if (line.startsWith("= ")) {
        String[] parts = line.substring(2).split(" = ", 2);
        figures.put(parts[0], Long.parseLong(parts[1]));
      }
    }
    return figures;
  }

  static long ours(List<String> output) {
    return output.stream().filter(line -> line.matches(".*(WARN|ERROR) .*kamon\\..*")).count();
  }
}
