package kamon.instrumentation.kafka.internal.metrics;

import kamon.instrumentation.kafka.internal.settings.MetricValues;

/** Names that come from outside, as values of metric tags. */
final class Label {
  private Label() {}

  static String of(String name) {
    return MetricValues.harmless(name);
  }
}
