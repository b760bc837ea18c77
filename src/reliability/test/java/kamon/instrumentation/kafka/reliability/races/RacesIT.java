package kamon.instrumentation.kafka.reliability.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import org.junit.jupiter.api.Test;

class RacesIT {
  private static final int RACES = 23;

  /** Each orders instructions in another way; the one with stress does so at random. */
  private static final List<List<String>> COMPILERS =
      List.of(
          List.of(),
          List.of("-XX:TieredStopAtLevel=1"),
          List.of(
              "-XX:-TieredCompilation",
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:+StressLCM",
              "-XX:+StressGCM",
              "-XX:+StressIGVN",
              "-XX:+StressCCP"),
          List.of("-Xint"));

  @Test
  void nothing_is_lost_or_done_twice_by_threads_that_do_it_at_once() {
    long millis = Effort.current().pick(200, Integer.getInteger("races.seconds", 5) * 1_000);
    List<List<String>> compilers = Effort.current().pick(COMPILERS.subList(0, 1), COMPILERS);
    long states = 0;
    for (List<String> compiler : compilers) {
      states += run(compiler, millis);
    }
    new Figures("races")
        .add("races", RACES)
        .add("compilers", compilers.size())
        .add("seconds for each race and compiler", millis / 1_000.0)
        .add("states that threads have met at", "%,d".formatted(states))
        .add("states that came out as they may not", 0)
        .write();
  }

  /** Or all of this would prove nothing. */
  @Test
  void update_that_is_lost_because_it_is_not_atomic_is_found() throws Exception {
    Map<String, Long> wrong = Map.of();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (wrong.isEmpty() && System.nanoTime() - end < 0) {
      Course<int[]> course = new Course<>(new Lossy());
      course.run(TimeUnit.MILLISECONDS.toNanos(100));
      wrong = course.wrong();
    }
    assertThat(wrong).containsOnlyKeys("1");
  }

  /** How many states there were. */
  private static long run(List<String> compiler, long millis) {
    try (ChildJvm child =
        ChildJvm.main(RacesMain.class.getName())
            .jvmArgs("-Xmx512m")
            .jvmArgs(compiler.toArray(String[]::new))
            .args(String.valueOf(millis))
            .start()) {
      Duration atMost = Duration.ofMillis(RACES * millis * 3).plusMinutes(2);
      assertThat(child.awaitExit(atMost)).as(String.join("\n", child.lines())).isZero();
      assertThat(child.lines()).contains("DONE").noneMatch(line -> line.startsWith("WRONG "));
      Set<String> races = new TreeSet<>();
      long states = 0;
      for (String line : child.lines()) {
        if (line.startsWith("RACE ")) {
          String[] parts = line.split(" \\| ", -1);
          races.add(parts[0]);
          states += Long.parseLong(parts[2]);
        }
      }
      assertThat(races).hasSize(RACES);
      return states;
    }
  }

  /** Two threads count, neither looks at the other. */
  private static final class Lossy implements Race<int[]> {
    @Override
    public String name() {
      return "lossy";
    }

    @Override
    public int[] state() {
      return new int[1];
    }

    @Override
    public List<Consumer<int[]>> actors() {
      return Collections.nCopies(2, Lossy::count);
    }

    private static void count(int[] state) {
      int before = state[0];
      Thread.onSpinWait();
      state[0] = before + 1;
    }

    @Override
    public String outcome(int[] state) {
      return String.valueOf(state[0]);
    }

    @Override
    public Set<String> allowed() {
      return Set.of("2");
    }
  }
}
