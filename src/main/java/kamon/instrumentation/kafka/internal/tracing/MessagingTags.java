package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;

/** Tags that only OpenTelemetry has; none where the settings do not ask for its names. */
final class MessagingTags {
  static final String SEND = "send";
  static final String PROCESS = "process";

  private static final String SYSTEM = "messaging.system";
  private static final String OPERATION_NAME = "messaging.operation.name";
  private static final String OPERATION_TYPE = "messaging.operation.type";
  private static final String TOMBSTONE = "messaging.kafka.message.tombstone";
  private static final String ERROR_TYPE = "error.type";

  private MessagingTags() {}

  /** What a span does, {@link #SEND} or {@link #PROCESS}. */
  static void put(SpanBuilder builder, TagSettings tags, String operation) {
    if (tags.hasMessaging()) {
      builder.tag(SYSTEM, "kafka").tag(OPERATION_TYPE, operation).tag(OPERATION_NAME, operation);
    }
  }

  /** The same, and whether the record is a tombstone. */
  static void put(SpanBuilder builder, TagSettings tags, String operation, Object value) {
    put(builder, tags, operation);
    if (value == null && tags.hasMessaging()) {
      builder.tag(TOMBSTONE, true);
    }
  }

  /** Marks a span as failed. */
  static void fail(Span span, Throwable failure) {
    span.fail(failure);
    if (Settings.current().tags().hasMessaging()) {
      span.tag(ERROR_TYPE, failure.getClass().getName());
    }
  }
}
