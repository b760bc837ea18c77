package kamon.instrumentation.kafka.internal.metrics;

import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.metric.DynamicRange;
import kamon.metric.Metric;
import kamon.tag.TagSet;

/**
 * What is measured of each record when its processing starts. The ranges are wider than those of
 * Kamon's timers, which end at one hour and log a line for each longer time; in coarser units than
 * nanoseconds they take less memory all the same: 28 KB a series instead of 36.
 */
enum WaitingMetric {
  TIME_IN_TOPIC(
      "kafka.consumer.time-in-topic",
      "Time from a record's timestamp to the start of its processing",
      Unit.MILLISECONDS,
      TimeUnit.DAYS.toMillis(366)),
  BUFFER_TIME(
      "kafka.consumer.buffer-time",
      "Time from the return of the poll that brought a record to the start of its processing",
      Unit.MICROSECONDS,
      TimeUnit.DAYS.toMicros(1)),
  CLOCK_SKEW(
      "kafka.consumer.time-in-topic.skewed",
      "Records whose timestamp was in the future, by more than 2 ms, whose time in the topic counts as 0",
      Unit.NONE,
      0);

  private static final Warning TAKEN = new Warning();

  private final String title;
  private final String description;
  private final Unit unit;
  private final long max;

  WaitingMetric(String title, String description, Unit unit, long max) {
    this.title = title;
    this.description = description;
    this.unit = unit;
    this.max = max;
  }

  /** Its name in Kamon. */
  String title() {
    return title;
  }

  String description() {
    return description;
  }

  Unit unit() {
    return unit;
  }

  boolean isCounter() {
    return max == 0;
  }

  /** What is larger, Kamon would log. */
  long inRange(long value) {
    return Math.min(value, max);
  }

  /** A counter or a histogram; null when the application has the name for something else. */
  Object instrument(TagSet tags) {
    try {
      return isCounter() ? counter().withTags(tags) : histogram().withTags(tags);
    } catch (RuntimeException e) {
      TAKEN.log("There will be no metric " + title, e);
      return null;
    }
  }

  void remove(TagSet tags) {
    if (isCounter()) {
      counter().remove(tags);
    } else {
      histogram().remove(tags);
    }
  }

  private Metric.Counter counter() {
    return Kamon.counter(title, description);
  }

  private Metric.Histogram histogram() {
    return Kamon.histogram(title, description, unit.kamons(), new DynamicRange(1, max, 2));
  }
}
