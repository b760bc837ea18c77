package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/** Whether the sender's span is the parent: always, never, or up to an age of the record. */
final class Continuation {
  static final String WANTED = "yes, no, or a duration above 0";

  static final Continuation ALWAYS = new Continuation(Long.MAX_VALUE);
  private static final Continuation NEVER = new Continuation(-1);

  private final long maxAgeMillis;

  private Continuation(long maxAgeMillis) {
    this.maxAgeMillis = maxAgeMillis;
  }

  static Continuation from(Config config, String path) {
    try {
      return config.getBoolean(path) ? ALWAYS : NEVER;
    } catch (ConfigException.WrongType e) {
      return upTo(path, config.getDuration(path));
    }
  }

  private static Continuation upTo(String path, Duration age) {
    if (age.isZero() || age.isNegative()) {
      throw new ConfigException.BadValue(path, "not above 0");
    }
    return new Continuation(age.toMillis());
  }

  /**
   * @param timestamp of the record, in milliseconds since the epoch; below 0 for none
   */
  boolean isFor(long timestamp) {
    if (this == ALWAYS || this == NEVER) {
      return this == ALWAYS;
    }
    return timestamp < 0 || System.currentTimeMillis() - timestamp <= maxAgeMillis;
  }

  /** As the settings would say it. */
  @Override
  public String toString() {
    if (this == ALWAYS || this == NEVER) {
      return this == ALWAYS ? "yes" : "no";
    }
    return maxAgeMillis + " milliseconds";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Continuation && maxAgeMillis == ((Continuation) other).maxAgeMillis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(maxAgeMillis);
  }
}
