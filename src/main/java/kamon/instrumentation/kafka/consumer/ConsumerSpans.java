package kamon.instrumentation.kafka.consumer;

import java.time.Duration;
import java.time.Instant;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.client.ClientIdentity;
import kamon.instrumentation.kafka.config.Settings;
import kamon.instrumentation.kafka.log.Warning;
import kamon.instrumentation.kafka.propagation.ContextHeaders;
import kamon.instrumentation.kafka.tags.KafkaTags;
import kamon.instrumentation.kafka.tags.KeyText;
import kamon.instrumentation.kafka.tags.Sampling;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Span$Link$Kind$FollowsFrom$;
import kamon.trace.SpanBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Makes consumer.process spans. Never throws. */
public final class ConsumerSpans {
  private static final Warning FAILED = new Warning();

  // Kamon's timers track up to one hour by default, and log a line for each longer time.
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  private ConsumerSpans() {}

  /** A started span, or the empty one when Kamon is not running. */
  public static Span start(ConsumerRecord<?, ?> record, String operationName) {
    try {
      return build(record, operationName, baseContext(record));
    } catch (Throwable t) {
      FAILED.log("A record is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  /** The context to process a record in: the one it carries, or else the current one. */
  static Context baseContext(ConsumerRecord<?, ?> record) {
    Context incoming = ContextHeaders.read(record);
    return incoming.isEmpty() ? Kamon.currentContext() : incoming;
  }

  static Span build(ConsumerRecord<?, ?> record, String operationName, Context base) {
    Settings settings = Settings.current();
    SpanBuilder builder = Kamon.consumerSpanBuilder(operationName, "kafka.consumer").context(base);
    Span parent = base.get(Span.Key());
    if (parent.isRemote() && !settings.continueTraceOnConsumer()) {
      builder.ignoreParentFromContext().link(parent, Span$Link$Kind$FollowsFrom$.MODULE$);
      parent = Span$Empty$.MODULE$;
    }
    if (Sampling.tagsWanted(parent, settings)) {
      tag(builder, record);
    }
    return settings.useDelayedSpans() ? delayed(builder, record) : builder.start();
  }

  private static void tag(SpanBuilder builder, ConsumerRecord<?, ?> record) {
    builder
        .tag(KafkaTags.TOPIC, record.topic())
        .tag(KafkaTags.PARTITION, record.partition())
        .tag(KafkaTags.OFFSET, record.offset())
        .tag(KafkaTags.TIMESTAMP, record.timestamp())
        .tag(KafkaTags.TIMESTAMP_TYPE, record.timestampType().name);
    PollFacts facts = PollTracing.facts(record);
    if (facts != null) {
      ClientIdentity consumer = facts.consumer();
      tag(builder, KafkaTags.CLIENT_ID, consumer.clientId());
      tag(builder, KafkaTags.GROUP_ID, consumer.groupId());
      builder.tag(KafkaTags.POLL_TIME, facts.pollNanos());
    }
    tag(builder, KafkaTags.KEY, KeyText.of(record.key()));
    long deliveryCount = DeliveryCount.of(record);
    if (deliveryCount > 0) {
      builder.tag(KafkaTags.DELIVERY_COUNT, deliveryCount);
    }
  }

  private static void tag(SpanBuilder builder, String name, String value) {
    if (value != null) {
      builder.tag(name, value);
    }
  }

  /** Created at the record's timestamp, started now: Kamon shows the difference as waiting time. */
  private static Span delayed(SpanBuilder builder, ConsumerRecord<?, ?> record) {
    Instant now = Kamon.clock().instant();
    boolean stamped =
        record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE && record.timestamp() >= 0;
    Instant created = stamped ? Instant.ofEpochMilli(record.timestamp()) : now;
    if (!created.isBefore(now)) {
      return builder.start(); // No timestamp, or clocks that disagree: there is no waiting to show.
    }
    Span.Delayed span = builder.delay(created);
    if (Duration.between(created, now).compareTo(MAX_WAIT) > 0) {
      span.doNotTrackDelayedSpanMetrics();
    }
    return span.start(now);
  }
}
