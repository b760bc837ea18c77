package kamon.instrumentation.kafka.internal.weave;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.tracing.ClientIdentity;

/** The identity of each client, asked for once. Thread-safe. */
final class Clients {
  // Only for clients whose class was loaded before the agent came: they have no field for it.
  private static final Map<Object, ClientIdentity> LATE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Clients() {}

  static ClientIdentity producer(Object producer) {
    ClientIdentity known = known(producer);
    return known == null ? keep(producer, ClientIdentity::ofProducer) : known;
  }

  static ClientIdentity consumer(Object consumer) {
    ClientIdentity known = known(consumer);
    return known == null ? keep(consumer, ClientIdentity::ofConsumer) : known;
  }

  /** Null for a client that nobody has asked yet. */
  static ClientIdentity known(Object client) {
    return client instanceof Attached
        ? (ClientIdentity) ((Attached) client).kamonAttachment()
        : LATE.get(client);
  }

  private static ClientIdentity keep(Object client, Function<Object, ClientIdentity> ask) {
    ClientIdentity identity = ask.apply(client);
    if (client instanceof Attached) {
      ((Attached) client).kamonAttachment(identity);
    } else {
      LATE.put(client, identity);
    }
    return identity;
  }
}
