package kamon.instrumentation.kafka.internal.metrics;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.metric.Gauge;
import kamon.tag.TagSet;

/**
 * Looks at all open clients at an interval, in Kamon's scheduler, as long as there are any. It is
 * the update action of a gauge, which Kamon 2.2 to 2.7 all have, needs no thread, and waits for
 * Kamon.init(): Kamon.addScheduledAction is there from 2.4 on and starts a thread, and
 * Kamon.scheduler() is there in 2.2 only.
 */
final class Watch {
  private static final Warning FAILED = new Warning();
  private static final Warning NOT_STARTED = new Warning();
  private static final String OPEN = "kafka.clients.open";

  private static final int FEW = 64;

  private static final Set<WatchedClient> CLIENTS = ConcurrentHashMap.newKeySet(); // not closed
  private static final LastCounts OF_CLOSED = new LastCounts();
  private static final JmxBean BEAN = new JmxBean(ManagementFactory::getPlatformMBeanServer);
  private static final AllSeries SERIES = new AllSeries(); // guarded by itself

  // Guarded by CLIENTS.
  private static Gauge scheduledOn;
  private static Duration scheduledEvery;

  /** How many clients there may be until those that were collected are looked for. */
  private static volatile int many = FEW;

  static {
    Settings.whenRead(Watch::start);
  }

  private Watch() {}

  static void add(WatchedClient client) {
    CLIENTS.add(client);
    if (CLIENTS.size() > many) {
      forgetCollected(); // Perhaps nobody looks: metrics are off, or Kamon does not run.
    }
    BEAN.update(Watch::hasOpen);
    start();
  }

  /** A client was closed, with counts that nobody has seen. */
  static void count(Map<ClientMetric, Map<TagSet, Double>> counts, MetricSettings settings) {
    OF_CLOSED.add(counts, settings.maxSeries());
  }

  /** A client was closed. */
  static void remove(WatchedClient client) {
    CLIENTS.remove(client);
    BEAN.update(Watch::hasOpen);
    start(); // Kamon may have been stopped and started: then nobody would look, ever.
  }

  /** In a time that is in proportion to the clients that were added since. */
  private static void forgetCollected() {
    CLIENTS.removeIf(WatchedClient::isGone);
    many = Math.max(FEW, 2 * CLIENTS.size());
  }

  /** Begins to look, unless that was done, it is not wanted, or there is nothing to look at. */
  static void start() {
    try {
      MetricSettings settings = Settings.current().metrics();
      if (settings.enabled() && !(hasNoClient() && WaitingSeries.areEmpty())) {
        schedule(settings.interval());
      }
    } catch (Throwable t) {
      NOT_STARTED.log("Clients have no metrics", t);
    }
  }

  private static boolean hasOpen() {
    return !CLIENTS.isEmpty();
  }

  private static boolean hasNoClient() {
    return CLIENTS.isEmpty() && OF_CLOSED.isEmpty();
  }

  private static void schedule(Duration interval) {
    synchronized (CLIENTS) {
      Gauge gauge = gauge();
      if (gauge == scheduledOn && interval.equals(scheduledEvery)) {
        return; // Another instrument than before is that of a Kamon that was stopped and started.
      }
      if (gauge == scheduledOn) {
        gauge.remove(); // with what was scheduled
        gauge = gauge();
      }
      Consumer<Gauge> look = Watch::look;
      gauge.autoUpdate(look, interval);
      scheduledOn = gauge;
      scheduledEvery = interval;
    }
  }

  private static Gauge gauge() {
    return Kamon.gauge(OPEN, "Producers and consumers that are read for metrics").withoutTags();
  }

  private static void look(Gauge gauge) {
    try {
      MetricSettings settings = Settings.current().metrics();
      Round round = new Round();
      long nanos = System.nanoTime();
      boolean anyClients = settings.enabled() && !hasNoClient();
      synchronized (SERIES) {
        if (settings.enabled()) {
          forgetCollected();
          CLIENTS.forEach(client -> read(client, round, settings, nanos));
          round.add(OF_CLOSED.take()); // after the others: whoever was closed meanwhile is in it
        }
        SERIES.show(round, settings, nanos);
      }
      WaitingSeries.removeUnused(settings, nanos);
      gauge.update(settings.enabled() ? CLIENTS.size() : 0);
      StatusEntry.update(anyClients);
      BEAN.update(Watch::hasOpen);
      stopIfDone(settings);
    } catch (Throwable t) {
      FAILED.log("Clients were not read for metrics", t);
    }
  }

  private static void read(WatchedClient client, Round round, MetricSettings settings, long nanos) {
    try {
      client.read(round, settings, nanos);
    } catch (Throwable t) {
      FAILED.log("A client was not read for metrics", t);
    }
  }

  private static void stopIfDone(MetricSettings settings) {
    boolean nothingShown;
    synchronized (SERIES) { // Another scheduler, of a Kamon that was started anew, may look, too.
      nothingShown = SERIES.isEmpty();
    }
    synchronized (CLIENTS) {
      if (scheduledOn != null
          && (hasNoClient() || !settings.enabled())
          && nothingShown
          && WaitingSeries.areEmpty()) {
        scheduledOn.remove();
        scheduledOn = null;
      }
    }
  }
}
