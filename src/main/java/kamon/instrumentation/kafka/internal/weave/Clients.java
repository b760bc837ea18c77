package kamon.instrumentation.kafka.internal.weave;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.tracing.ClientIdentity;
import kamon.instrumentation.kafka.internal.tracing.KamonStart;

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
    KamonStart.ifAsked();
    // Not in the lock: it calls what is not ours.
    ClientIdentity asked = ask.apply(client);
    ClientIdentity kept = keep(client, asked);
    if (kept == asked) {
      kept.watched().watch(); // once, or its metrics would count twice
    }
    return kept;
  }

  /** The first answer counts, where threads that share a producer begin to send at once. */
  private static synchronized ClientIdentity keep(Object client, ClientIdentity asked) {
    ClientIdentity known = known(client);
    if (known != null) {
      return known;
    }
    if (client instanceof Attached) {
      ((Attached) client).kamonAttachment(asked);
    } else {
      LATE.put(client, asked);
    }
    return asked;
  }
}
