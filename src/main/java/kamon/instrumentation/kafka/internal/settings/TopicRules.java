package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;

/** The policies of topics: that of the first rule that fits, else the default. Immutable. */
final class TopicRules {
  private final Policy byDefault;
  private final List<TopicRule> rules = new ArrayList<>();

  TopicRules(ConfigReader reader, Policy byDefault) {
    this.byDefault = byDefault;
    int place = 0;
    for (Config rule : reader.ownList("topics")) {
      TopicRule read = TopicRule.of(reader, rule, place++, byDefault);
      if (read != null) {
        rules.add(read);
      }
    }
    if (!byDefault.isWanted()) {
      rules.clear(); // All tracing is switched off.
    }
  }

  /** The policy of all topics and clients; null when it depends on them. */
  Policy ofAll() {
    return rules.isEmpty() ? byDefault : null;
  }

  /**
   * Goes through all rules.
   *
   * @param clientId null when nobody knows
   * @param group null for none
   */
  Policy of(String topic, String clientId, String group) {
    for (TopicRule rule : rules) {
      if (rule.fits(topic, clientId, group)) {
        return rule.policy();
      }
    }
    return byDefault;
  }
}
