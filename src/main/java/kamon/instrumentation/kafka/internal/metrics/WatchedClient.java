package kamon.instrumentation.kafka.internal.metrics;

import java.lang.ref.WeakReference;
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
  private volatile Assignment assignment = Assignment.NONE;
  private volatile boolean asked;

  private WatchedClient(Object client, String clientId, String groupId) {
    this.client = new WeakReference<>(client);
    this.clientId = clientId;
    this.groupId = groupId;
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

  /** The client has polled, in this thread. */
  public void polled(Object consumer) {
    if (asked) {
      try {
        asked = false;
        assignment = Assignment.of((Consumer<?, ?>) consumer);
      } catch (Throwable t) {
        FAILED.log("A consumer does not tell which partitions it has", t);
      }
    }
    Settings.current(); // Whether metrics were switched on: a consumer may never do more than poll.
  }

  /** The client was closed. What it has counted since the last look is kept for the next one. */
  public void closed() {
    try {
      MetricSettings settings = Settings.current().metrics();
      synchronized (this) {
        Object open = client.get();
        if (open != null && settings.enabled()) {
          Reading last =
              new Reading(metrics(open), tags(settings), topics(open instanceof Consumer, false));
          last.values().keySet().removeIf(metric -> metric.merge() != Merge.COUNT);
          Watch.count(counts.more(last.values()), settings);
        }
      }
    } catch (Throwable t) {
      FAILED.log("What a client has counted at its end is lost", t);
    } finally {
      client.clear();
      Watch.remove(this);
    }
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
    Reading reading = new Reading(metrics(open), tags(settings), topics(isConsumer, !asked));
    if (isConsumer) {
      reading.addLags(lags, assignment, nanos);
      asked = true;
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

  private Reading.Topics topics(boolean isConsumer, boolean polls) {
    if (!isConsumer) {
      return tag -> tag;
    }
    Assignment known = assignment;
    return tag -> {
      if (tag == null || tag.indexOf('_') < 0) {
        return tag;
      }
      // Of a consumer that does not poll nobody will ever know more than that.
      String topic = known.topic(tag);
      return topic == null && !polls ? tag : topic;
    };
  }

  /** In a class of its own: before 3.9 there is no such type. */
  private static final class OfShare {
    static Map<MetricName, ? extends Metric> of(Object client) {
      return ((ShareConsumer<?, ?>) client).metrics();
    }
  }
}
