package kamon.instrumentation.kafka.client;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import kamon.instrumentation.kafka.hooks.Attached;

/**
 * Client id and consumer group of one producer or consumer, resolved once in its life. Immutable.
 */
public final class ClientIdentity {
  // Only for clients whose class was loaded before the agent came: they have no field for it.
  private static final Map<Object, ClientIdentity> LATE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final String clientId;
  private final String groupId;
  private final HeaderSupport headerSupport;

  private ClientIdentity(String clientId, String groupId, HeaderSupport headerSupport) {
    this.clientId = clientId;
    this.groupId = groupId;
    this.headerSupport = headerSupport;
  }

  /** The identity of a KafkaProducer. */
  public static ClientIdentity ofProducer(Object producer) {
    ClientIdentity known = known(producer);
    if (known != null) {
      return known;
    }
    String clientId = ClientProbe.clientId(producer);
    return keep(producer, new ClientIdentity(clientId, null, HeaderSupport.of(producer, clientId)));
  }

  /** The identity of a KafkaConsumer or KafkaShareConsumer. */
  public static ClientIdentity ofConsumer(Object consumer) {
    ClientIdentity known = known(consumer);
    return known != null
        ? known
        : keep(
            consumer,
            new ClientIdentity(
                ClientProbe.clientId(consumer), ClientProbe.groupId(consumer), null));
  }

  private static ClientIdentity known(Object client) {
    return client instanceof Attached
        ? (ClientIdentity) ((Attached) client).kamonAttachment()
        : LATE.get(client);
  }

  private static ClientIdentity keep(Object client, ClientIdentity identity) {
    if (client instanceof Attached) {
      ((Attached) client).kamonAttachment(identity);
    } else {
      LATE.put(client, identity);
    }
    return identity;
  }

  /** Null when the client does not tell. */
  public String clientId() {
    return clientId;
  }

  /** Consumer group; null for producers and when partitions were assigned by hand. */
  public String groupId() {
    return groupId;
  }

  /** Null for consumers, and for producers that only talk to brokers with headers. */
  public HeaderSupport headerSupport() {
    return headerSupport;
  }
}
