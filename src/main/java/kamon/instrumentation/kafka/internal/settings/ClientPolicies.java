package kamon.instrumentation.kafka.internal.settings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies of the topics of one client: rules are gone through once for each topic, until there
 * are other settings. Thread-safe.
 */
public final class ClientPolicies {
  /** Of records of which nobody knows the client. */
  public static final ClientPolicies OF_UNKNOWN = new ClientPolicies(null, null);

  // Names of topics may come and go without end.
  static final int MAX_KEPT = 10_000;
  private static final int RECENT = 16; // a power of two

  private final String clientId;
  private final String groupId;
  private volatile Known known;

  // Without locks: what is in there is immutable, and what is lost is found again.
  private final Resolved[] recent = new Resolved[RECENT];

  /**
   * @param clientId null when nobody knows
   * @param groupId null for none
   */
  public ClientPolicies(String clientId, String groupId) {
    this.clientId = clientId;
    this.groupId = groupId;
  }

  /** What holds for the records of a topic. */
  public Policy of(Settings settings, String topic) {
    Policy ofAll = settings.topics().ofAll();
    return ofAll == null ? ofTopic(settings, topic) : ofAll;
  }

  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // others are looked for below
  private Policy ofTopic(Settings settings, String topic) {
    Resolved[] places = recent;
    Resolved resolved = places[topic.hashCode() & (places.length - 1)];
    // Mostly the name is the same object: RulesBenchmark.
    if (resolved == null || resolved.topic != topic || resolved.settings != settings) {
      resolved = other(resolved, settings, topic);
    }
    return resolved.policy;
  }

  private Resolved other(Resolved last, Settings settings, String topic) {
    if (last != null && last.settings == settings && last.topic.equals(topic)) {
      return last;
    }
    Resolved resolved = resolved(settings, topic);
    recent[topic.hashCode() & (RECENT - 1)] = resolved;
    return resolved;
  }

  private Resolved resolved(Settings settings, String topic) {
    Known now = known;
    if (now == null || now.settings != settings) {
      now = new Known(settings);
      known = now;
    }
    Resolved resolved = now.topics.get(topic);
    if (resolved == null) {
      if (now.topics.size() >= MAX_KEPT) {
        now.topics.clear();
      }
      Policy policy = settings.topics().of(topic, clientId, groupId);
      resolved = new Resolved(settings, topic, policy);
      now.topics.put(topic, resolved);
    }
    return resolved;
  }

  private static final class Known {
    private final Settings settings;
    private final Map<String, Resolved> topics = new ConcurrentHashMap<>();

    private Known(Settings settings) {
      this.settings = settings;
    }
  }

  private static final class Resolved {
    private final Settings settings;
    private final String topic;
    private final Policy policy;

    private Resolved(Settings settings, String topic, Policy policy) {
      this.settings = settings;
      this.topic = topic;
      this.policy = policy;
    }
  }
}
