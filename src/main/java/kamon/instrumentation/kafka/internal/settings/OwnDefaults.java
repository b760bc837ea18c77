package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;

/**
 * Our defaults, for a configuration without our reference.conf: it was read before the agent
 * brought its copy of this library, or a build has lost the file.
 */
final class OwnDefaults {
  private static final String ALL = "kamon.instrumentation.kafka.client";

  // A key of the file that nobody has a reason to leave out.
  private static final String MARK = Settings.SECTION + ".incoming.max-entries";

  private OwnDefaults() {}

  static Config complete(Config config) {
    try {
      if (config.hasPath(MARK)) {
        return config;
      }
      Config file = ConfigFactory.parseResources(OwnDefaults.class, "reference.conf");
      return config.withFallback(file.withOnlyPath(ALL).resolve());
    } catch (ConfigException e) {
      return config; // and each value that is missing is said
    }
  }
}
