package kamon.instrumentation.kafka.internal.settings;

/**
 * OpenTelemetry's names of tags, as its Java agent 2.33.1 writes them with {@code
 * otel.semconv-stability.opt-in=messaging}.
 */
public final class MessagingNames {
  public static final String SYSTEM = "messaging.system";
  public static final String OPERATION_NAME = "messaging.operation.name";
  public static final String OPERATION_TYPE = "messaging.operation.type";
  public static final String OFFSET = "messaging.kafka.offset";
  public static final String TOMBSTONE = "messaging.kafka.message.tombstone";
  public static final String ERROR_TYPE = "error.type";
  static final String DESTINATION = "messaging.destination.name";
  static final String PARTITION = "messaging.destination.partition.id";
  static final String KEY = "messaging.kafka.message.key";
  static final String CLIENT_ID = "messaging.client.id";
  static final String GROUP = "messaging.consumer.group.name";
  static final String BATCH_SIZE = "messaging.batch.message_count";

  private MessagingNames() {}
}
