package kamon.instrumentation.kafka.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single values and never throws: what is missing or wrong is logged with its key, its value
 * and the default that is used instead.
 */
final class ConfigReader {
  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final Config config;
  private final String section;

  ConfigReader(Config config, String section) {
    this.config = config;
    this.section = section;
  }

  boolean flag(String key, boolean byDefault) {
    return read(key, byDefault, "yes or no", Config::getBoolean, byDefault ? "yes" : "no");
  }

  String text(String key, String byDefault) {
    return read(key, byDefault, "a string", Config::getString, byDefault);
  }

  /** A size in bytes. Kamon's own settings may come from any file, so their origin is not asked. */
  long bytes(String path, long byDefault) {
    try {
      return config.getBytes(path);
    } catch (ConfigException e) {
      return byDefault;
    }
  }

  private <T> T read(
      String key, T byDefault, String wanted, BiFunction<Config, String, T> get, String shown) {
    String path = section + "." + key;
    try {
      if (!config.hasPath(path)) {
        LOG.warn("Setting {} is missing, using the default \"{}\"", path, shown);
        return byDefault;
      }
      return isUsersValue(config.getValue(path)) ? get.apply(config, path) : byDefault;
    } catch (ConfigException e) {
      LOG.warn(
          "Setting {} = {} is not {}, using the default \"{}\"", path, value(path), wanted, shown);
      return byDefault;
    }
  }

  /**
   * The Kamon Bundle's reference.conf has the same keys with other defaults, and the order of the
   * class path decides which wins: a value from any reference.conf is a default, not a choice.
   */
  private static boolean isUsersValue(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    boolean reference =
        "reference.conf".equals(origin.resource())
            || (origin.url() != null && origin.url().getPath().endsWith("/reference.conf"));
    return !reference;
  }

  private String value(String path) {
    try {
      return config.getValue(path).render(ConfigRenderOptions.concise());
    } catch (ConfigException e) {
      return "(unreadable)";
    }
  }
}
