package kamon.instrumentation.kafka.internal.settings;

/**
 * OpenTelemetry's names of tags for which Kamon has one, too, as its Java agent 2.33.1 writes them
 * with {@code otel.semconv-stability.opt-in=messaging}.
 */
final class MessagingNames {
  static final String DESTINATION = "messaging.destination.name";
  static final String PARTITION = "messaging.destination.partition.id";
  static final String OFFSET = "messaging.kafka.offset";
  static final String KEY = "messaging.kafka.message.key";
  static final String CLIENT_ID = "messaging.client.id";
  static final String GROUP = "messaging.consumer.group.name";
  static final String BATCH_SIZE = "messaging.batch.message_count";

  private MessagingNames() {}
}
