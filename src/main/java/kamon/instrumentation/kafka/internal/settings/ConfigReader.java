package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single values and never throws: what is missing or wrong is found with its key, its value
 * and the default that is used instead. Has no effects until it is told to log what it found.
 */
final class ConfigReader {
  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final Config config;
  private final String section;
  private final BundleDefaults bundle = new BundleDefaults();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> setAside = new ArrayList<>();

  ConfigReader(Config config, String section) {
    this.config = config;
    this.section = section;
  }

  /** A yes or no of our section. */
  boolean own(String key, boolean byDefault) {
    return own(key, byDefault, "yes or no", Config::getBoolean, byDefault ? "yes" : "no");
  }

  /** A text of our section. */
  String own(String key, String byDefault) {
    return own(key, byDefault, "a string", Config::getString, byDefault);
  }

  /** A list of objects of our section. */
  List<? extends Config> ownList(String key) {
    String path = section + "." + key;
    return read(path, Collections.emptyList(), "a list of { }", Config::getConfigList, "[]");
  }

  /** An object of such a list that is left out. */
  void wrongRule(String key, Config rule, String wanted) {
    wrong.add(
        "Setting "
            + section
            + "."
            + key
            + " has "
            + rule.root().render(ConfigRenderOptions.concise())
            + ", which is not "
            + wanted
            + " and is left out");
  }

  /** A line for what values that are right by themselves do not give together. */
  void found(String line) {
    wrong.add(line);
  }

  /** The context tags that Kamon's own instrumentations turn into metric tags. */
  Set<String> contextTagsOfMetrics() {
    return read(
        "kamon",
        Collections.emptySet(),
        "an object",
        (from, path) -> ContextTags.ofMetrics(from.getObject(path)),
        "{}");
  }

  /** A yes or no of Kamon's own, which may be missing: the caller's Kamon knows its defaults. */
  boolean kamons(String path, boolean byDefault) {
    return read(path, byDefault, "yes or no", Config::getBoolean, byDefault ? "yes" : "no");
  }

  /** Whether a duration of Kamon's own is there and longer than nothing. */
  boolean kamonsDelay(String path) {
    return read(
        path, false, "a duration", (from, key) -> !from.getDuration(key).isZero(), "0 seconds");
  }

  /** A duration of Kamon's own. */
  Duration kamonsInterval(String path, Duration byDefault) {
    return read(path, byDefault, "a duration", Config::getDuration, byDefault.toString());
  }

  /** A value of our section that is got, or an exception of the configuration's. */
  <T> T own(
      String key, T byDefault, String wanted, BiFunction<Config, String, T> get, String shown) {
    String path = section + "." + key;
    if (!isThere(path)) {
      wrong.add("Setting " + path + " is missing, using the default \"" + shown + "\"");
      return byDefault;
    }
    T value = read(path, byDefault, wanted, get, shown);
    if (value.equals(byDefault) || !bundle.has(config.getValue(path))) {
      return value;
    }
    setAside.add(
        "Setting "
            + path
            + " = "
            + shown(path)
            + " is a default of Kamon's own Kafka module and not used; kamon-kafka's is \""
            + shown
            + "\". To have that value, say so in application.conf");
    return byDefault;
  }

  private <T> T read(
      String path, T byDefault, String wanted, BiFunction<Config, String, T> get, String shown) {
    if (!isThere(path)) {
      return byDefault;
    }
    try {
      return get.apply(config, path);
    } catch (ConfigException e) {
      wrong.add(
          "Setting "
              + path
              + " = "
              + shown(path)
              + " is not "
              + wanted
              + ", using the default \""
              + shown
              + "\"");
      return byDefault;
    }
  }

  private boolean isThere(String path) {
    try {
      return config.hasPath(path);
    } catch (ConfigException e) {
      return false; // not even resolved
    }
  }

  private String shown(String path) {
    return config.getValue(path).render(ConfigRenderOptions.concise());
  }

  /** One line for each value that is not what the configuration says. */
  void logFindings() {
    try {
      wrong.forEach(LOG::warn);
      setAside.forEach(LOG::info);
    } catch (Throwable t) {
      // A log backend that fails must not reach the application, and there is no better place.
    }
  }
}
