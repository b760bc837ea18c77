package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.metrics.WaitingTimes;
import kamon.instrumentation.kafka.internal.metrics.WatchedClient;
import kamon.instrumentation.kafka.internal.settings.ClientPolicies;

/** What we know of one producer or consumer, resolved once in its life. Thread-safe. */
public final class ClientIdentity {
  private final String clientId;
  private final String groupId;
  private final HeaderRoom headerRoom;
  private final OpenSpans openSpans;
  private final WatchedClient watched;
  private final WaitingTimes waitingTimes;
  private final ClientPolicies policies;

  private ClientIdentity(
      String clientId,
      String groupId,
      HeaderRoom headerRoom,
      OpenSpans openSpans,
      WatchedClient watched) {
    this.clientId = clientId;
    this.groupId = groupId;
    this.headerRoom = headerRoom;
    this.openSpans = openSpans;
    this.watched = watched;
    this.waitingTimes = new WaitingTimes(clientId, groupId);
    this.policies = new ClientPolicies(clientId, groupId);
  }

  /** Asks a KafkaProducer. */
  public static ClientIdentity ofProducer(Object producer) {
    String clientId = ClientProbe.clientId(producer);
    return new ClientIdentity(
        clientId,
        null,
        HeaderRoom.of(producer, clientId),
        null,
        WatchedClient.of(producer, clientId, null));
  }

  /** Asks a KafkaConsumer or KafkaShareConsumer. */
  public static ClientIdentity ofConsumer(Object consumer) {
    String clientId = ClientProbe.clientId(consumer);
    String groupId = ClientProbe.groupId(consumer);
    return new ClientIdentity(
        clientId,
        groupId,
        null,
        new OpenSpans(clientId),
        WatchedClient.of(consumer, clientId, groupId));
  }

  /** A consumer of which others have told. */
  public static ClientIdentity of(String clientId, String groupId) {
    return new ClientIdentity(clientId, groupId, null, new OpenSpans(clientId), null);
  }

  /** Null when the client does not tell. */
  public String clientId() {
    return clientId;
  }

  /** Consumer group; null for producers and when partitions were assigned by hand. */
  public String groupId() {
    return groupId;
  }

  /** Null for consumers. */
  HeaderRoom headerRoom() {
    return headerRoom;
  }

  /** What the settings say of its topics. */
  ClientPolicies policies() {
    return policies;
  }

  /** Of the records that it polls. */
  WaitingTimes waitingTimes() {
    return waitingTimes;
  }

  /** Null for producers. */
  public OpenSpans openSpans() {
    return openSpans;
  }

  /** Null for a consumer of which others have told. */
  public WatchedClient watched() {
    return watched;
  }
}
