package kamon.instrumentation.kafka.internal.metrics;

import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.tag.TagSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many series there are in this JVM, of all our metrics together. Thread-safe. */
final class SeriesLimit {
  static final SeriesLimit ALL = new SeriesLimit();

  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");

  private int taken;
  private int saidOf = -1;

  private SeriesLimit() {}

  /** Whether there is room for one more, which then is taken. */
  boolean take(String metric, TagSet tags, MetricSettings settings) {
    synchronized (this) {
      if (taken < settings.maxSeries()) {
        taken++;
        return true;
      }
      if (saidOf == settings.maxSeries()) {
        return false;
      }
      saidOf = settings.maxSeries();
    }
    LOG.warn(
        "Kafka's clients have more series than {}.max-series = {}: metric {} with {}, and"
            + " whatever else is new, is left out. Raise that setting when your metrics"
            + " backend can take them",
        MetricSettings.SECTION,
        settings.maxSeries(),
        metric,
        Warning.oneLine(tags));
    return false;
  }

  synchronized void release() {
    taken--;
  }
}
