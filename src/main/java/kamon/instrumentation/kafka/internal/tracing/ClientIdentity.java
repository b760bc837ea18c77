package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.carry.HeaderRoom;

/** What we know of one producer or consumer, resolved once in its life. Thread-safe. */
public final class ClientIdentity {
  private final String clientId;
  private final String groupId;
  private final HeaderRoom headerRoom;

  private final OpenSpans openSpans;

  private ClientIdentity(
      String clientId, String groupId, HeaderRoom headerRoom, OpenSpans openSpans) {
    this.clientId = clientId;
    this.groupId = groupId;
    this.headerRoom = headerRoom;
    this.openSpans = openSpans;
  }

  /** Asks a KafkaProducer. */
  public static ClientIdentity ofProducer(Object producer) {
    String clientId = ClientProbe.clientId(producer);
    return new ClientIdentity(clientId, null, HeaderRoom.of(producer, clientId), null);
  }

  /** Asks a KafkaConsumer or KafkaShareConsumer. */
  public static ClientIdentity ofConsumer(Object consumer) {
    String clientId = ClientProbe.clientId(consumer);
    return new ClientIdentity(
        clientId, ClientProbe.groupId(consumer), null, new OpenSpans(clientId));
  }

  /** Null when the client does not tell. */
  String clientId() {
    return clientId;
  }

  /** Consumer group; null for producers and when partitions were assigned by hand. */
  String groupId() {
    return groupId;
  }

  /** Null for consumers. */
  HeaderRoom headerRoom() {
    return headerRoom;
  }

  /** Null for producers. */
  public OpenSpans openSpans() {
    return openSpans;
  }
}
