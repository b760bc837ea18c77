package kamon.instrumentation.kafka.reliability.races;

import kamon.metric.Distribution;
import kamon.metric.Metric;
import kamon.tag.Lookups;
import kamon.trace.Span$Metrics$;

/** What Kamon's metric of all spans counts of one operation. */
public final class EndedSpans {
  private EndedSpans() {}

  /** How many have ended since this was asked the last time; only one race runs at a time. */
  public static long take(String operation) {
    Metric.Snapshotting<?, ?> times = (Metric.Snapshotting<?, ?>) timer();
    long[] count = {0};
    times
        .snapshot(true)
        .instruments()
        .foreach(
            one -> {
              if (operation.equals(one.tags().get(Lookups.plain("operation")))) {
                count[0] += ((Distribution) one.value()).count();
              }
              return null;
            });
    return count[0];
  }

  private static Object timer() {
    return Span$Metrics$.MODULE$.ProcessingTime();
  }

  /** What is wrong where there should be as many. */
  public static String expect(String operation, long expected) {
    long count = take(operation);
    return count == expected ? "" : "counted " + count + " of " + expected;
  }
}
