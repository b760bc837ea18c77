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
  private static final String RULE = "rule";

  private final Config config;
  private final String section;
  private final String shownSection;
  private final boolean mayLeaveOut;
  private final BundleDefaults bundle = new BundleDefaults();
  private final List<String> wrong;
  private final List<String> setAside = new ArrayList<>();

  ConfigReader(Config config, String section) {
    this(config, section, section, false, new ArrayList<>());
  }

  private ConfigReader(
      Config config, String section, String shownSection, boolean mayLeaveOut, List<String> wrong) {
    this.config = config;
    this.section = section;
    this.shownSection = shownSection;
    this.mayLeaveOut = mayLeaveOut;
    this.wrong = wrong;
  }

  /** Reads an object of a list, which may leave keys out; what it finds is found here. */
  ConfigReader ofRule(Config rule, String shownAs) {
    return new ConfigReader(rule.atPath(RULE), RULE, section + "." + shownAs, true, wrong);
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

  /** Whether our section has a key. */
  boolean has(String key) {
    return isThere(section + "." + key);
  }

  /** The section is not used as it is. */
  void foundOfSection(String line) {
    wrong.add("Setting " + shownSection + " " + line);
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
      if (!mayLeaveOut) {
        wrong.add("Setting " + path + " is missing, using the default \"" + shown + "\"");
      }
      return byDefault;
    }
    T value = read(path, shownSection + "." + key, byDefault, wanted, get, shown);
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
    return read(path, path, byDefault, wanted, get, shown);
  }

  private <T> T read(
      String path,
      String shownPath,
      T byDefault,
      String wanted,
      BiFunction<Config, String, T> get,
      String shown) {
    if (!isThere(path)) {
      return byDefault;
    }
    try {
      return get.apply(config, path);
    } catch (ConfigException e) {
      wrong.add(
          "Setting "
              + shownPath
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
