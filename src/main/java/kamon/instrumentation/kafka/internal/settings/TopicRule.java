package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kamon.util.Filter;
import kamon.util.Filter$;

/** What holds for the records of some topics, perhaps of some clients or groups only. Immutable. */
final class TopicRule {
  private static final Set<String> KEYS =
      Collections.unmodifiableSet(
          new TreeSet<>(
              Arrays.asList(
                  "topic",
                  "client",
                  "group",
                  "trace",
                  "start-trace-on-producer",
                  "continue-trace-on-consumer",
                  "use-delayed-spans",
                  "sampling-probability",
                  "tags.key",
                  "operations.producer",
                  "operations.consumer",
                  "operations.batch")));

  private static final String[] GLOBS = {"topic", "client", "group"};
  private static final String TRACE = "trace";

  private final Filter topic;
  private final Filter client;
  private final Filter group;
  private final Policy policy;

  private TopicRule(Filter topic, Filter client, Filter group, Policy policy) {
    this.topic = topic;
    this.client = client;
    this.group = group;
    this.policy = policy;
  }

  /** Null for one of which it is not clear what it is for: that is left out, and said. */
  static TopicRule of(ConfigReader all, Config rule, int place, Policy byDefault) {
    String complaint = complaint(rule);
    if (complaint != null) {
      all.ofRule(rule, "topics." + place).foundOfSection(complaint + ": this rule is left out");
      return null;
    }
    String topic = rule.getString("topic");
    ConfigReader reader = all.ofRule(rule, "topics." + place + " (\"" + topic + "\")");
    for (String key : keys(rule)) {
      if (!KEYS.contains(key)) {
        reader.foundOfSection(
            "has the unknown key \"" + key + "\", which is ignored. Keys are " + KEYS);
      }
    }
    Tracing tracing = rule.hasPath(TRACE) ? rule.getEnum(Tracing.class, TRACE) : Tracing.yes;
    return new TopicRule(
        glob(rule, "topic"),
        glob(rule, "client"),
        glob(rule, "group"),
        new Policy(reader, all, byDefault, tracing));
  }

  private static Set<String> keys(Config rule) {
    Set<String> keys = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> value : rule.entrySet()) {
      keys.add(value.getKey());
    }
    return keys;
  }

  private static String complaint(Config rule) {
    if (!rule.hasPath("topic")) {
      return "= " + rule.root().render(ConfigRenderOptions.concise()) + " has no topic";
    }
    for (String key : GLOBS) {
      if (rule.hasPath(key) && !isText(rule, key)) {
        return shown(rule, key) + ", which is not a glob";
      }
    }
    return rule.hasPath(TRACE) && !isTracing(rule)
        ? shown(rule, TRACE) + ", which is not yes, propagate or ignore"
        : null;
  }

  private static String shown(Config rule, String key) {
    String topic = rule.getValue("topic").render(ConfigRenderOptions.concise());
    String value = rule.getValue(key).render(ConfigRenderOptions.concise());
    return "(" + topic + ") has " + key + " = " + value;
  }

  private static boolean isText(Config rule, String key) {
    ConfigValueType type = rule.getValue(key).valueType();
    return type == ConfigValueType.STRING || type == ConfigValueType.NUMBER;
  }

  private static boolean isTracing(Config rule) {
    try {
      rule.getEnum(Tracing.class, TRACE);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private static Filter glob(Config rule, String key) {
    return rule.hasPath(key) ? Filter$.MODULE$.fromGlob(rule.getString(key)) : null;
  }

  /**
   * @param clientId null when nobody knows
   * @param groupId null for none
   */
  boolean fits(String topicName, String clientId, String groupId) {
    return topic.accept(topicName) && fits(client, clientId) && fits(group, groupId);
  }

  private static boolean fits(Filter filter, String name) {
    return filter == null || (name != null && filter.accept(name));
  }

  Policy policy() {
    return policy;
  }
}
