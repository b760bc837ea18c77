package kamon.instrumentation.kafka.internal.carry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import kamon.instrumentation.kafka.internal.log.Warning;
import org.apache.kafka.clients.ApiVersions;

/**
 * Whether the brokers of one producer store record headers, which came with Kafka 0.11. To an older
 * one Kafka's own client refuses to send a record that has any: "Magic v1 does not support record
 * headers". Clients from 4.0 on talk to no broker that old.
 */
final class OldBroker {
  private static final byte FIRST_WITH_HEADERS = 2; // magic number of Kafka's message format
  private static final MethodHandle MAX_MAGIC = maxMagic();
  private static final Warning UNSUPPORTED = new Warning();

  private final ApiVersions brokers;
  private final String clientId;
  private volatile boolean found;

  private OldBroker(ApiVersions brokers, String clientId) {
    this.brokers = brokers;
    this.clientId = clientId;
  }

  /** Null when there is nothing to ask: then headers are supported as far as anybody knows. */
  static OldBroker of(Object producer, String clientId) {
    Object brokers = MAX_MAGIC == null ? null : PrivateField.value(producer, "apiVersions");
    return brokers instanceof ApiVersions ? new OldBroker((ApiVersions) brokers, clientId) : null;
  }

  private static MethodHandle maxMagic() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              ApiVersions.class, "maxUsableProduceMagic", MethodType.methodType(byte.class));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // 4.0 and later
    }
  }

  /**
   * Whether a broker without headers was met. A client knows when it asks for a record's headers:
   * it has waited for metadata by then. What was found stays: Kafka forgets the version of a broker
   * that closes an idle connection.
   */
  boolean isThere() throws Throwable {
    if (!found && (byte) MAX_MAGIC.invokeExact(brokers) < FIRST_WITH_HEADERS) {
      found = true;
      UNSUPPORTED.log(
          () ->
              "Producer "
                  + clientId
                  + " sends to a Kafka broker older than 0.11, which has no record headers: its"
                  + " records are sent without their context");
    }
    return found;
  }
}
