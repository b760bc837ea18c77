package kamon.instrumentation.kafka.internal.settings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The values that a metric tag has had. Kamon keeps a metric for each value for ever, some 38 KB of
 * it, so there is a limit. Thread-safe; a value that is known costs one look into a table.
 */
public final class MetricValues {
  // By tag, for the life of the JVM, as the metrics are: a reconfigure does not take them away.
  private static final Map<String, MetricValues> BY_TAG = new ConcurrentHashMap<>();

  private final Map<Object, Object> known = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  private MetricValues() {}

  /** Those of a tag. */
  public static MetricValues of(String tag) {
    return BY_TAG.computeIfAbsent(tag, any -> new MetricValues());
  }

  /**
   * A value as it is shown in metrics, if it is known or becomes so because there is room.
   *
   * @return null for one value too many
   */
  public Object shown(Object value, int max) {
    Object shown = known.get(value);
    return shown == null ? added(value, max) : shown;
  }

  /** Whether a value is known, and shown without a change. */
  public boolean showAsItIs(Object value) {
    return value.equals(known.get(value));
  }

  private Object added(Object value, int max) {
    int before = count.get();
    while (before < max) {
      if (count.compareAndSet(before, before + 1)) {
        Object shown = value instanceof String ? harmless((String) value) : value;
        if (known.putIfAbsent(value, shown) != null) {
          count.decrementAndGet(); // another thread had it
        }
        return shown;
      }
      before = count.get();
    }
    return known.get(value); // it may have come meanwhile
  }

  /**
   * A text with _ for quotes, backslashes and control characters: reporters write them as they are,
   * and one of them breaks a whole scrape of Prometheus.
   */
  public static String harmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isHarmless(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      harmless.append(isHarmless(text.charAt(i)) ? text.charAt(i) : '_');
    }
    return harmless.toString();
  }

  private static boolean isHarmless(char c) {
    return c != '"' && c != '\\' && !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
  }
}
