package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.settings.MessagingNames;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;

/** Tags that only OpenTelemetry has; none where the settings do not ask for its names. */
final class MessagingTags {
  static final String SEND = "send";
  static final String PROCESS = "process";

  private MessagingTags() {}

  /** What a span does, {@link #SEND} or {@link #PROCESS}. */
  static void put(SpanBuilder builder, TagSettings tags, String operation) {
    if (tags.hasMessaging()) {
      builder
          .tag(MessagingNames.SYSTEM, "kafka")
          .tag(MessagingNames.OPERATION_TYPE, operation)
          .tag(MessagingNames.OPERATION_NAME, operation);
    }
  }

  /** The same, and whether the record is a tombstone. */
  static void put(SpanBuilder builder, TagSettings tags, String operation, Object value) {
    put(builder, tags, operation);
    if (value == null && tags.hasMessaging()) {
      builder.tag(MessagingNames.TOMBSTONE, true);
    }
  }

  /** Marks a span as failed. */
  static void fail(Span span, Throwable failure) {
    span.fail(failure);
    if (Settings.current().tags().hasMessaging()) {
      span.tag(MessagingNames.ERROR_TYPE, failure.getClass().getName());
    }
  }
}
