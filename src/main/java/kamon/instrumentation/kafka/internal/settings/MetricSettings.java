package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/** What kamon.instrumentation.kafka.client.metrics says. Immutable. */
public final class MetricSettings {
  /** Where these settings are. */
  public static final String SECTION = "kamon.instrumentation.kafka.client.metrics";

  private final boolean enabled;
  private final Duration interval;
  private final int maxSeries;
  private final boolean clientId;
  private final boolean waitingTimes;
  private final Duration tickInterval;

  MetricSettings(ConfigReader config) {
    enabled = config.own("enabled", true);
    interval =
        config.own(
            "interval",
            Duration.ofSeconds(10),
            "a duration above 0",
            MetricSettings::positive,
            "10 seconds");
    maxSeries =
        config.own(
            "max-series",
            1000,
            "a number of at least 0",
            MetricSettings::notNegative,
            String.valueOf(1000));
    clientId = config.own("client-id", false);
    waitingTimes = config.own("waiting-times", true) && enabled;
    tickInterval = config.kamonsInterval("kamon.metric.tick-interval", Duration.ofMinutes(1));
  }

  private static Duration positive(Config from, String path) {
    Duration duration = from.getDuration(path);
    if (duration.isZero() || duration.isNegative()) {
      throw new ConfigException.BadValue(path, "not above 0");
    }
    return duration;
  }

  private static int notNegative(Config from, String path) {
    int number = from.getInt(path);
    if (number < 0) {
      throw new ConfigException.BadValue(path, "below 0");
    }
    return number;
  }

  /** Whether clients are read at all. */
  public boolean enabled() {
    return enabled;
  }

  /** How often clients are read. */
  public Duration interval() {
    return interval;
  }

  /** How many series there may be, of all metrics together. */
  public int maxSeries() {
    return maxSeries;
  }

  /** Whether each client has series of its own. */
  public boolean clientId() {
    return clientId;
  }

  /** Whether it is measured how long records have waited when their processing starts. */
  public boolean waitingTimes() {
    return waitingTimes;
  }

  /** How often Kamon's reporters get what was measured. */
  public Duration tickInterval() {
    return tickInterval;
  }
}
