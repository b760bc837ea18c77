package kamon.instrumentation.kafka.internal.carry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.log.Warning;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.header.Headers;

/**
 * Whether the records of one producer have room for a header of ours: a record that Kafka takes
 * without it must never be lost because of it. Thread-safe.
 */
public final class HeaderRoom {
  private static final Warning TOO_LARGE_HERE = new Warning();

  // What Kafka adds to a record's bytes (RecordSize), and sizes of a few headers.
  private static final int OVERHEAD = 1024;
  private static final int ACCEPTING = 16; // a power of two

  private final String clientId;
  private final OldBroker oldBroker;
  private final long maxBytes;
  private final Set<String> refusing = ConcurrentHashMap.newKeySet(0);
  // Some topics whose records came through with our header, each at the place of its hash: one look
  // for each record. Without locks: names are immutable, and one that is lost is put there again.
  private final String[] accepting = new String[ACCEPTING];
  // One for each topic that has ever refused a record: each needs a rule of its own.
  private final Map<String, Warning> unknown = new ConcurrentHashMap<>(0);
  private final Map<String, Warning> tooLarge = new ConcurrentHashMap<>(0);

  private HeaderRoom(String clientId, OldBroker oldBroker, long maxBytes) {
    this.clientId = clientId;
    this.oldBroker = oldBroker;
    this.maxBytes = maxBytes;
  }

  /** That of a KafkaProducer. */
  public static HeaderRoom of(Object producer, String clientId) {
    long maxRequest = PrivateField.number(producer, "maxRequestSize", Long.MAX_VALUE);
    long memory = PrivateField.number(producer, "totalMemorySize", Long.MAX_VALUE);
    return new HeaderRoom(clientId, OldBroker.of(producer, clientId), Math.min(maxRequest, memory));
  }

  /** Whether records of a topic may have a header of ours. */
  boolean isThereFor(String topic) throws Throwable {
    if (oldBroker != null && oldBroker.isThere()) {
      return false;
    }
    return refusing.isEmpty() || !refusing.contains(topic);
  }

  /**
   * Whether Kafka takes a record with these headers.
   *
   * @param bytes those of keys and values, and of all headers at most
   */
  boolean fits(byte[] key, byte[] value, long bytes, Headers headers) {
    // Almost always, and without counting exactly.
    return bytes <= maxBytes - OVERHEAD || RecordSize.of(key, value, headers) <= maxBytes;
  }

  /**
   * A record goes without a header of ours, for which it has no room.
   *
   * @param headers those that it has
   */
  void leftOut(String topic, byte[] key, byte[] value, Headers headers) {
    if (RecordSize.of(key, value, headers) > maxBytes) {
      return; // Kafka takes it neither way, and says so.
    }
    TOO_LARGE_HERE.log(
        () ->
            "Producer "
                + clientId
                + " sends a record to topic "
                + topic
                + " without its context: with it the record would be larger than "
                + maxBytes
                + " bytes, the smaller of max.request.size and buffer.memory");
  }

  /** A broker has acknowledged a record with a header of ours: it is not for that if it fails. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // mostly it is the same object
  void accepted(String topic) {
    int place = topic.hashCode() & (ACCEPTING - 1);
    if (accepting[place] != topic) {
      accepting[place] = topic;
    }
  }

  private boolean hasAccepted(String topic) {
    return topic.equals(accepting[topic.hashCode() & (ACCEPTING - 1)]);
  }

  /** A broker has rejected a record. */
  void rejected(String topic, boolean withHeader, Throwable failure) {
    if (failure instanceof UnknownServerException) {
      if (!withHeader) {
        refusing.remove(topic); // It is something else, then.
      } else if (!hasAccepted(topic) && refusing.add(topic)) {
        ofTopic(topic, unknown)
            .log(
                () ->
                    "A broker has refused a record of producer "
                        + clientId
                        + " for topic "
                        + topic
                        + " with an unknown error, as it does when the topic's message format (0.10.2"
                        + " or older) has no headers: further records of this producer go there"
                        + " without their context. To lose not even the first one, set "
                        + rule(topic));
      }
    } else if (withHeader && failure instanceof RecordTooLargeException) {
      ofTopic(topic, tooLarge)
          .log(
              () ->
                  "A broker has refused a record of producer "
                      + clientId
                      + " for topic "
                      + topic
                      + " as too large. If it is the context in its header that is too much, raise the"
                      + " topic's max.message.bytes or set "
                      + rule(topic)
                      + " (see \"too large\" in kamon-kafka's docs/troubleshooting.md)");
    }
  }

  private static Warning ofTopic(String topic, Map<String, Warning> warnings) {
    return warnings.computeIfAbsent(topic, any -> new Warning());
  }

  /** The setting with which a topic's records have neither header nor span. */
  private static String rule(String topic) {
    return "kamon.instrumentation.kafka.client.tracing.topics = [{ topic = \""
        + topic
        + "\", trace = ignore }]";
  }
}
