package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The context tags that Kamon's instrumentations (HTTP servers and clients, Akka, Pekko, ...) are
 * told to turn into metric tags: {@code tags.from-context { name = metric }}, wherever it stands.
 */
final class ContextTags {
  private static final String FROM_CONTEXT = "from-context";

  private ContextTags() {}

  static Set<String> ofMetrics(ConfigObject root) {
    Set<String> found = new TreeSet<>();
    collect(root, found);
    return found;
  }

  private static void collect(ConfigObject parent, Set<String> found) {
    for (Map.Entry<String, ConfigValue> child : parent.entrySet()) {
      if (child.getValue() instanceof ConfigObject) {
        ConfigObject object = (ConfigObject) child.getValue();
        if (child.getKey().equals(FROM_CONTEXT)) {
          addMetrics("", object, found);
        } else {
          collect(object, found);
        }
      }
    }
  }

  /** A name with dots is a path unless it is quoted, and Kamon takes both for the same tag. */
  private static void addMetrics(String prefix, ConfigObject tags, Set<String> found) {
    tags.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject) {
            addMetrics(prefix + key + ".", (ConfigObject) value, found);
          } else if ("metric".equalsIgnoreCase(String.valueOf(value.unwrapped()))) {
            found.add(prefix + key);
          }
        });
  }
}
