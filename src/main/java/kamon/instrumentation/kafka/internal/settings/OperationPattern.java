package kamon.instrumentation.kafka.internal.settings;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * The name of an operation, in which {@code {topic}} and {@code {group}} stand for names. Kamon
 * keeps the metrics of each operation for ever, so there is a limit on how many are made of a
 * pattern. Immutable.
 */
final class OperationPattern {
  static final String TOPIC = "{topic}";
  static final String GROUP = "{group}";

  static final int MAX_NAMES = 1000;

  private static final Warning TOO_MANY = new Warning();
  private static final String OTHER = "other";
  private static final String NONE = "none";

  // By pattern, for the life of the JVM, as the metrics are.
  private static final Map<String, Set<String>> KNOWN = new ConcurrentHashMap<>();

  private final String pattern;

  OperationPattern(String pattern) {
    this.pattern = pattern;
  }

  /** Whether it is the same name for all. */
  boolean isName() {
    return !pattern.contains(TOPIC) && !pattern.contains(GROUP);
  }

  /**
   * @param group null for none
   */
  String name(String topic, String group) {
    if (isName()) {
      return pattern;
    }
    String name = replaced(topic, group == null ? NONE : group);
    Set<String> names = KNOWN.computeIfAbsent(pattern, any -> ConcurrentHashMap.newKeySet());
    if (names.contains(name) || (names.size() < MAX_NAMES && names.add(name))) {
      return name;
    }
    TOO_MANY.log(
        () ->
            "There are "
                + MAX_NAMES
                + " names of operations like \""
                + pattern
                + "\", and metrics of each: \""
                + name
                + "\" is called \""
                + replaced(OTHER, OTHER)
                + '"');
    return replaced(OTHER, OTHER);
  }

  private String replaced(String topic, String group) {
    return pattern.replace(TOPIC, topic).replace(GROUP, group);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
