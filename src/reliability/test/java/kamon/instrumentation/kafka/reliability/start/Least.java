package kamon.instrumentation.kafka.reliability.start;

import java.util.function.Supplier;

/** The least memory with which an application starts and does all it should. */
final class Least {
  private final String flag;
  private final String unit;
  private final Supplier<Start> starts;

  Least(String flag, String unit, Supplier<Start> starts) {
    this.flag = flag;
    this.unit = unit;
    this.starts = starts;
  }

  /** Above a figure that is too little, up to one that is enough. */
  int of(boolean withAgent, int little, int enough) {
    int low = little;
    int high = enough;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (suffices(withAgent, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean suffices(boolean withAgent, int amount) {
    Start.Outcome outcome =
        starts.get().flags("-XX:+UseSerialGC", flag + amount + unit).run(withAgent);
    return outcome.exitCode() == 0
        && outcome.lines().stream().noneMatch(line -> line.contains(" fails: "))
        && outcome.all().stream().noneMatch(line -> line.contains("OutOfMemoryError"));
  }
}
