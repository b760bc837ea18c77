package kamon.instrumentation.kafka.internal.metrics;

import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.metric.Metric;
import kamon.tag.TagSet;

/** One of Kamon's metrics. Its instruments are not kept: Kamon.stop() would orphan them. */
abstract class KamonMetric {
  private static final Warning TAKEN = new Warning();

  /** What an application leaves us under a name that it has for something else. */
  private static final KamonMetric NONE =
      new KamonMetric() {
        @Override
        void update(TagSet tags, double value) {}

        @Override
        void reset(TagSet tags) {}

        @Override
        void remove(TagSet tags) {}
      };

  static KamonMetric of(ClientMetric metric) {
    try {
      return metric.merge() == Merge.COUNT
          ? new Counter(Kamon.counter(metric.title(), metric.description(), metric.unit()))
          : new Gauge(Kamon.gauge(metric.title(), metric.description(), metric.unit()));
    } catch (RuntimeException e) {
      TAKEN.log("There will be no metric " + metric.title(), e);
      return NONE;
    }
  }

  boolean isThere() {
    return this != NONE;
  }

  /** The value is not negative. */
  abstract void update(TagSet tags, double value);

  /** There is no value now. */
  abstract void reset(TagSet tags);

  abstract void remove(TagSet tags);

  private static final class Gauge extends KamonMetric {
    private final Metric.Gauge metric;

    Gauge(Metric.Gauge metric) {
      this.metric = metric;
    }

    @Override
    void update(TagSet tags, double value) {
      metric.withTags(tags).update(value);
    }

    @Override
    void reset(TagSet tags) {
      update(tags, 0);
    }

    @Override
    void remove(TagSet tags) {
      metric.remove(tags);
    }
  }

  private static final class Counter extends KamonMetric {
    private final Metric.Counter metric;

    Counter(Metric.Counter metric) {
      this.metric = metric;
    }

    @Override
    void update(TagSet tags, double value) {
      metric.withTags(tags).increment((long) value);
    }

    @Override
    void reset(TagSet tags) {}

    @Override
    void remove(TagSet tags) {
      metric.remove(tags);
    }
  }
}
