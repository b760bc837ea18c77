package kamon.instrumentation.kafka.internal.settings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * The name of an operation, in which {topic} and {group} stand for those of the record. Made once
 * for each topic and group. Thread-safe.
 */
final class OperationName {
  private static final String TOPIC = "{topic}";
  private static final String GROUP = "{group}";
  // In place of a topic for which there is no room, and of several; so no topic is named.
  private static final String ANY = "*";
  private static final String NO_GROUP = "none";

  private final Warning tooMany = new Warning();
  private final String template;
  private final boolean hasTopic;
  private final boolean hasGroup;
  private final int max;
  // Kamon has metrics for each operation, so a name of its own is a value of a metric tag.
  private final MetricValues topics = MetricValues.of(PlacedTag.VALUES + TagNames.TOPIC);
  private final MetricValues groups = MetricValues.of(PlacedTag.VALUES + TagNames.GROUP_ID);
  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

  /**
   * @param max how many topics, and how many groups, have a name of their own
   */
  OperationName(String template, int max) {
    this.template = template;
    this.max = max;
    hasTopic = template.contains(TOPIC);
    hasGroup = template.contains(GROUP);
  }

  String template() {
    return template;
  }

  /**
   * @param topic null for several
   * @param group null for none
   */
  String of(String topic, String group) {
    if (!hasTopic && !hasGroup) {
      return template;
    }
    String shownTopic = hasTopic && topic != null ? shown(topics, topic) : ANY;
    String shownGroup = hasGroup && group != null ? shown(groups, group) : NO_GROUP;
    Map<String, String> ofTopic = known.get(shownTopic);
    if (ofTopic == null) {
      ofTopic = known.computeIfAbsent(shownTopic, any -> new ConcurrentHashMap<>());
    }
    String name = ofTopic.get(shownGroup);
    if (name == null) {
      name = template.replace(TOPIC, shownTopic).replace(GROUP, shownGroup);
      ofTopic.put(shownGroup, name);
    }
    return name;
  }

  private String shown(MetricValues values, String value) {
    Object shown = values.shown(value, max);
    if (shown != null) {
      return (String) shown;
    }
    tooMany.log(
        () ->
            "Some operations \""
                + template
                + "\" are called as if for any topic or group ("
                + ANY
                + "): there were "
                + TagSettings.SECTION
                + ".max-metric-values = "
                + max
                + " others before");
    return ANY;
  }
}
