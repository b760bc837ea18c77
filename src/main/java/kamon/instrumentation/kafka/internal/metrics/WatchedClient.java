package kamon.instrumentation.kafka.internal.metrics;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** A client whose metrics are read until it is closed or collected. Thread-safe, never throws. */
public final class WatchedClient {
  private static final Warning FAILED = new Warning();

  private final WeakReference<Object> client;
  private final String clientId;
  private final String groupId;
  private final Lags lags = new Lags();
  private final Counts counts = new Counts();
  private final TopicNames topics = new TopicNames();
  private volatile Assignment assignment = Assignment.NONE;
  private volatile boolean assignmentWanted;
  // A consumer may be closed, or stuck, before anyone looks and wants to know.
  private volatile boolean assignmentUnknown;

  private WatchedClient(Object client, String clientId, String groupId) {
    this.client = new WeakReference<>(client);
    this.clientId = clientId;
    this.groupId = groupId;
    assignmentUnknown = client instanceof Consumer;
  }

  /**
   * A client that is used for the first time, to {@link #watch}.
   *
   * @param clientId null when nobody knows
   * @param groupId null for none
   */
  public static WatchedClient of(Object client, String clientId, String groupId) {
    return new WatchedClient(client, clientId, groupId);
  }

  /** From now on it is read. Once for each client. */
  public void watch() {
    Watch.add(this);
  }

  /**
   * The client has polled, in this thread.
   *
   * @param anyRecords whether it got some, and so has an assignment
   */
  public void polled(Object consumer, boolean anyRecords) {
    // Or whether metrics were switched on just now: a consumer may never do more than poll.
    boolean isRead = Settings.current().metrics().enabled();
    if (isRead && (assignmentWanted || (assignmentUnknown && anyRecords))) {
      try {
        assignmentWanted = false;
        if (anyRecords) {
          assignmentUnknown = false;
        }
        assignment = Assignment.of((Consumer<?, ?>) consumer);
        topics.add(assignment.partitions());
      } catch (Throwable t) {
        FAILED.log("A consumer does not tell which partitions it has", t);
      }
    }
  }

  /** The client was closed. What it has counted since the last look is kept for the next one. */
  public void closed() {
    try {
      MetricSettings settings = Settings.current().metrics();
      if (settings.enabled()) {
        Watch.count(last(settings), settings);
      }
    } catch (Throwable t) {
      FAILED.log("What a client has counted at its end is lost", t);
    } finally {
      client.clear();
      Watch.remove(this);
    }
  }

  /** What the client has counted since the last look, before nobody can ask it any more. */
  synchronized Map<ClientMetric, Map<TagSet, Double>> last(MetricSettings settings) {
    Object open = client.get();
    if (open == null) {
      return Collections.emptyMap();
    }
    Reading last =
        new Reading(metrics(open), tags(settings), topics(open instanceof Consumer, true));
    last.values().keySet().removeIf(metric -> metric.merge() != Merge.COUNT);
    return counts.more(last.values());
  }

  /** Whether there is nothing to read any more, as it was closed or collected. */
  boolean isGone() {
    return client.get() == null;
  }

  /** Adds what the client says. */
  synchronized void read(Round round, MetricSettings settings, long nanos) {
    Object open = client.get();
    if (open == null) {
      return;
    }
    boolean isConsumer = open instanceof Consumer;
    Reading reading = new Reading(metrics(open), tags(settings), topics(isConsumer, false));
    if (isConsumer) {
      reading.addLags(lags, assignment, nanos);
      assignmentWanted = true;
    }
    round.add(counts.more(reading.values()));
  }

  private static Map<MetricName, ? extends Metric> metrics(Object client) {
    if (client instanceof Producer) {
      return ((Producer<?, ?>) client).metrics();
    }
    return client instanceof Consumer ? ((Consumer<?, ?>) client).metrics() : OfShare.of(client);
  }

  private TagSet tags(MetricSettings settings) {
    TagSet tags = groupId == null ? TagSet.Empty() : TagSet.of("group", Label.of(groupId));
    return settings.clientId() && clientId != null
        ? tags.withTag("client-id", Label.of(clientId))
        : tags;
  }

  /**
   * @param isLast nobody will ever know more than now
   */
  private Reading.Topics topics(boolean isConsumer, boolean isLast) {
    if (!isConsumer) {
      return (tag, isTotal) -> tag;
    }
    boolean polls = !assignmentWanted;
    return (tag, isTotal) -> {
      String topic = topics.of(tag);
      // A total can wait for a poll that tells; a lag cannot, when the consumer does not poll.
      boolean waits = isTotal ? !isLast : polls;
      return topic == null && !waits ? tag : topic;
    };
  }

  /** In a class of its own: before 3.9 there is no such type. */
  private static final class OfShare {
    static Map<MetricName, ? extends Metric> of(Object client) {
      return ((ShareConsumer<?, ?>) client).metrics();
    }
  }
}
