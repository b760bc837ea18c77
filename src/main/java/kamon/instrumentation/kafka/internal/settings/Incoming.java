package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is taken from the headers of records, which anybody may have written. Immutable. */
public final class Incoming {
  /** Where these settings are. */
  public static final String SECTION = Settings.SECTION + ".incoming";

  private static final String UPSTREAM_NAME = "upstream.name"; // Span.TagKeys.UpstreamName

  private final boolean accepted;
  private final int maxSize;
  private final int maxTags;
  private final int maxEntries;
  private final int maxMetricTagValues;
  private final Set<String> metricTags;

  Incoming(ConfigReader config) {
    accepted = config.own("incoming.accept", true);
    maxSize = config.own("incoming.max-size", 2048, "a size above 0", Incoming::size, "2 KiB");
    maxTags = count(config, "incoming.max-tags", 32);
    maxEntries = count(config, "incoming.max-entries", 8);
    maxMetricTagValues = count(config, "incoming.max-metric-tag-values", 100);
    List<String> named =
        config.own(
            "incoming.metric-tags",
            Collections.<String>emptyList(),
            "a list of strings",
            Config::getStringList,
            "[]");
    Set<String> tags = new TreeSet<>(named);
    if (config.kamons("kamon.trace.span-metric-tags.upstream-service", true)) {
      tags.add(UPSTREAM_NAME);
    }
    tags.addAll(config.contextTagsOfMetrics());
    metricTags = Collections.unmodifiableSet(tags);
  }

  static int count(ConfigReader config, String key, int byDefault) {
    return config.own(
        key,
        byDefault,
        "a number above 0",
        (from, path) -> within(path, from.getInt(path)),
        String.valueOf(byDefault));
  }

  private static int size(Config from, String path) {
    return within(path, from.getBytes(path));
  }

  private static int within(String path, long number) {
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new ConfigException.BadValue(path, "not within 1 to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /** Whether contexts are read at all. */
  public boolean accepted() {
    return accepted;
  }

  /** Bytes of a header, unless what Kamon itself may write is more. */
  public int maxSize() {
    return maxSize;
  }

  public int maxTags() {
    return maxTags;
  }

  public int maxEntries() {
    return maxEntries;
  }

  /** Names of the context tags that become metric tags. */
  public Set<String> metricTags() {
    return metricTags;
  }

  /** How many values each of {@link #metricTags} may have in the life of this JVM. */
  public int maxMetricTagValues() {
    return maxMetricTagValues;
  }
}
