package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.carry.HeaderRoom;

/** What we know of one producer or consumer, resolved once in its life. Immutable. */
public final class ClientIdentity {
  private final String clientId;
  private final String groupId;
  private final HeaderRoom headerRoom;

  private ClientIdentity(String clientId, String groupId, HeaderRoom headerRoom) {
    this.clientId = clientId;
    this.groupId = groupId;
    this.headerRoom = headerRoom;
  }

  /** Asks a KafkaProducer. */
  public static ClientIdentity ofProducer(Object producer) {
    String clientId = ClientProbe.clientId(producer);
    return new ClientIdentity(clientId, null, HeaderRoom.of(producer, clientId));
  }

  /** Asks a KafkaConsumer or KafkaShareConsumer. */
  public static ClientIdentity ofConsumer(Object consumer) {
    return new ClientIdentity(ClientProbe.clientId(consumer), ClientProbe.groupId(consumer), null);
  }

  /** A consumer of which others have told. */
  public static ClientIdentity of(String clientId, String groupId) {
    return new ClientIdentity(clientId, groupId, null);
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
}
