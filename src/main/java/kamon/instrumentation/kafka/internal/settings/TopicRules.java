package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.util.Filter;
import kamon.util.Filter$;

/** The policy of each topic: that of the first rule that fits, else the default. Thread-safe. */
final class TopicRules {
  // Names of topics may come and go without end; beyond that the rules are asked each time.
  private static final int MAX_KEPT = 10_000;

  private final Policy byDefault;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Policy> known = new ConcurrentHashMap<>();

  TopicRules(ConfigReader reader, Policy byDefault) {
    this.byDefault = byDefault;
    for (Config rule : reader.ownList("topics")) {
      try {
        Filter topic = Filter$.MODULE$.fromGlob(rule.getString("topic"));
        rules.add(new Rule(topic, byDefault.with(rule.getEnum(Tracing.class, "trace"))));
      } catch (ConfigException e) {
        reader.wrongRule(
            "topics", rule, "{ topic = \"a glob\", trace = yes | propagate | ignore }");
      }
    }
  }

  Policy of(String topic) {
    return rules.isEmpty() ? byDefault : found(topic);
  }

  private Policy found(String topic) {
    Policy policy = known.get(topic);
    if (policy == null) {
      policy = first(topic);
      if (known.size() < MAX_KEPT) {
        known.put(topic, policy);
      }
    }
    return policy;
  }

  private Policy first(String topic) {
    for (Rule rule : rules) {
      if (rule.topic.accept(topic)) {
        return rule.policy;
      }
    }
    return byDefault;
  }

  private static final class Rule {
    private final Filter topic;
    private final Policy policy;

    private Rule(Filter topic, Policy policy) {
      this.topic = topic;
      this.policy = policy;
    }
  }
}
