package kamon.instrumentation.kafka.internal.settings;

import kamon.instrumentation.kafka.internal.log.Warning;

/** A tag, and where it goes. Thread-safe. */
public final class PlacedTag {
  /**
   * Before the name of a tag: not the values of a context tag of that name, which anybody makes up.
   */
  static final String VALUES = "span tag ";

  private final Warning tooMany = new Warning();
  private final String name;
  private final String second;
  private final TagMode mode;
  private final MetricValues values;
  private final int max;

  /**
   * @param messaging OpenTelemetry's name
   */
  PlacedTag(String name, String messaging, Convention convention, TagMode mode, int max) {
    this.name = convention == Convention.opentelemetry ? messaging : name;
    this.second = convention == Convention.both ? messaging : null;
    this.mode = mode;
    this.max = max;
    values = MetricValues.of(VALUES + name);
  }

  /** As users see it in their tracing system. */
  public String name() {
    return name;
  }

  /** The name of a second tag with the same value, for the span only; null for none. */
  public String second() {
    return second;
  }

  /** Whether it goes anywhere. */
  public boolean isWanted() {
    return mode != TagMode.off;
  }

  /** Whether it is wanted also where nobody will ever see the span. */
  public boolean isMeasured() {
    return mode == TagMode.metric;
  }

  /** Whether a hash takes the value's place. */
  public boolean isHashed() {
    return mode == TagMode.hash;
  }

  /**
   * A value as it is shown in metrics.
   *
   * @return null when it is for the span only: it is not to be measured, or is one value too many
   */
  public Object measured(Object value) {
    if (mode != TagMode.metric) {
      return null;
    }
    Object shown = values.shown(value, max);
    if (shown == null) {
      tooMany.log(
          () ->
              "Metrics of spans are without the tag "
                  + name
                  + " for some records, whose spans still have it: it had "
                  + TagSettings.SECTION
                  + ".max-metric-values = "
                  + max
                  + " other values before");
    }
    return shown;
  }
}
