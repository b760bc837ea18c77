package kamon.instrumentation.kafka.internal.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long the records of one consumer have waited when their processing starts. Whether a trace is
 * sampled, or a span wanted, makes no difference. Thread-safe, never throws.
 */
public final class WaitingTimes {
  /** Of records that were not polled by an instrumented consumer. */
  public static final WaitingTimes OF_UNKNOWN = new WaitingTimes(null, null);

  /** An instant that System.nanoTime will not give. */
  public static final long NOBODY_KNOWS = Long.MIN_VALUE;

  // Names of topics may come and go without end; the series are kept elsewhere.
  private static final int MAX_KEPT = 10_000;
  private static final Warning FAILED = new Warning();

  private final String clientId;
  private final String groupId;
  private final Map<String, TopicTimes> topics = new ConcurrentHashMap<>();

  // Without locks: what is lost is found again. Records of a partition share the topic's name.
  private TopicTimes last;

  /**
   * @param clientId null when nobody knows
   * @param groupId null for none
   */
  public WaitingTimes(String clientId, String groupId) {
    this.clientId = clientId;
    this.groupId = groupId;
  }

  /**
   * The processing of a record starts.
   *
   * @param polledNanos when it was polled, on the clock of System.nanoTime; or NOBODY_KNOWS
   * @param millis now, on the clock of System.currentTimeMillis
   * @param nanos now, on the clock of System.nanoTime
   */
  public void started(
      ConsumerRecord<?, ?> record,
      long polledNanos,
      MetricSettings settings,
      long millis,
      long nanos) {
    try {
      TopicTimes times = of(record.topic(), settings);
      times.inTopic(record.timestampType(), record.timestamp(), millis, nanos);
      if (polledNanos != NOBODY_KNOWS) {
        times.inBuffer(polledNanos, nanos);
      }
    } catch (Throwable t) {
      FAILED.log("It is not measured how long a record has waited", t);
    }
  }

  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // others are looked for below
  private TopicTimes of(String topic, MetricSettings settings) {
    TopicTimes recent = last;
    if (recent != null && recent.topic() == topic && recent.settings() == settings) {
      return recent;
    }
    TopicTimes times = known(topic, settings);
    last = times;
    return times;
  }

  private TopicTimes known(String topic, MetricSettings settings) {
    TopicTimes times = topics.get(topic);
    if (times == null || times.settings() != settings) {
      if (times == null && topics.size() >= MAX_KEPT) {
        topics.clear();
      }
      times = new TopicTimes(topic, groupId, clientId, settings);
      topics.put(topic, times);
    }
    return times;
  }
}
