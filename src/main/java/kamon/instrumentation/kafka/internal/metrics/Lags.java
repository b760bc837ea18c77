package kamon.instrumentation.kafka.internal.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How old the lags are that one consumer knows. It knows each from its last fetch of the partition,
 * and does not say when that was: a lag that stands still is a partition that is paused, or a
 * consumer that is stuck. For one thread at a time.
 */
final class Lags {
  private Map<TopicPartition, Known> known = new HashMap<>();
  private double fetches;

  /**
   * The age of each lag in nanoseconds.
   *
   * @param lags Kafka's records-lag
   * @param leads Kafka's records-lead, from 2.0 on
   * @param fetchesNow Kafka's fetch-total
   */
  Map<TopicPartition, Long> ages(
      Map<TopicPartition, Double> lags,
      Map<TopicPartition, Double> leads,
      double fetchesNow,
      Assignment assignment,
      long nanos) {
    boolean fetching = fetchesNow > fetches;
    fetches = fetchesNow;
    Map<TopicPartition, Known> next = new HashMap<>();
    Map<TopicPartition, Long> ages = new HashMap<>();
    lags.forEach(
        (partition, lag) -> {
          double lead = leads.getOrDefault(partition, 0.0);
          Known before = known.get(partition);
          boolean moved = before == null || before.lag != lag || before.lead != lead;
          // Fetches without records move nothing, and there is nothing to move at the end.
          boolean isAtEnd = lag == 0 && fetching && !assignment.isPaused(partition);
          long since = moved || isAtEnd ? nanos : before.since;
          next.put(partition, new Known(lag, lead, since));
          ages.put(partition, nanos - since);
        });
    known = next;
    return ages;
  }

  private static final class Known {
    private final double lag;
    private final double lead;
    private final long since;

    Known(double lag, double lead, long since) {
      this.lag = lag;
      this.lead = lead;
      this.since = since;
    }
  }
}
