package kamon.instrumentation.kafka.internal.tracing;

import java.time.Duration;
import java.time.Instant;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Span$Link$Kind$FollowsFrom$;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Makes consumer.process spans. Never throws. */
public final class ConsumerSpans {
  private static final Warning NO_SPAN = new Warning();
  private static final Warning NO_CONTEXT = new Warning();

  // Kamon's timers track up to one hour by default, and log a line for each longer time.
  private static final Duration MAX_MEASURED = Duration.ofHours(1);
  // Longer than that nothing has waited: it is a timestamp in seconds, or of another century.
  private static final Duration MAX_WAIT = Duration.ofDays(1);

  private static final Trace.SamplingDecision NOT_ASKED = null;

  private ConsumerSpans() {}

  /** The context that a record carries, or the empty one. */
  public static Context incoming(ConsumerRecord<?, ?> record) {
    try {
      return Formats.read(record.headers());
    } catch (Throwable t) {
      NO_CONTEXT.log("Could not read the context of a record", t);
      return Context.Empty();
    }
  }

  /**
   * A started span that the caller finishes, or the empty one when Kamon is not running; where a
   * framework's hook has started one for this record already, that one.
   *
   * @param facts null when the record was not polled by an instrumented consumer
   */
  public static Span start(ConsumerRecord<?, ?> record, PollFacts facts, String operationName) {
    ConsumerScope joined = Processing.joined(record, operationName);
    if (joined != null) {
      return joined.span();
    }
    try {
      Settings settings = Settings.current();
      Waiting.until(record, facts, settings, System.nanoTime());
      Policy policy = PollFacts.policy(facts, settings, record.topic());
      String name = name(record, facts, operationName, policy);
      Span span = build(record, facts, name, baseContext(record, policy), policy, NOT_ASKED);
      OpenSpans.watch(span, record, facts);
      return span;
    } catch (Throwable t) {
      NO_SPAN.log("A record is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  /** The context to process a record in: the one it carries, or else the current one. */
  static Context baseContext(ConsumerRecord<?, ?> record, Policy policy) {
    Context incoming = policy.isWanted() ? incoming(record) : Context.Empty();
    return incoming.isEmpty() ? Kamon.currentContext() : incoming;
  }

  /** What the span of a record is called. */
  static String name(ConsumerRecord<?, ?> record, PollFacts facts, String given, Policy policy) {
    String group = facts == null ? null : facts.consumer().groupId();
    return policy.operations().consumer(given, record.topic(), group);
  }

  /**
   * A span that starts now; the empty one also when Kamon throws, as it does when a sampler of the
   * application's throws. Then the record is processed in the context that it came with.
   *
   * @param decision of the sampler, where it was asked for a trace that starts; null if not
   */
  static Span build(
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String name,
      Context base,
      Policy policy,
      Trace.SamplingDecision decision) {
    try {
      return made(record, facts, name, base, policy, decision);
    } catch (Throwable t) {
      NO_SPAN.log("A record is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  private static Span made(
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String name,
      Context base,
      Policy policy,
      Trace.SamplingDecision decision) {
    if (!policy.spansWanted()) {
      return Span$Empty$.MODULE$;
    }
    SpanBuilder builder = Kamon.consumerSpanBuilder(name, "kafka.consumer").context(base);
    Span parent = base.get(Span.Key());
    if (parent.isRemote()) {
      tag(builder, KafkaTags.PROPAGATION_CONFLICT, Formats.conflict(base));
    }
    if (parent.isRemote() && !isContinued(record, policy)) {
      builder.ignoreParentFromContext().link(parent, Span$Link$Kind$FollowsFrom$.MODULE$);
      parent = Span$Empty$.MODULE$;
    }
    if (decision == null) {
      Sampling.suggest(builder, parent, policy);
    } else {
      builder.samplingDecision(decision);
    }
    tag(builder, record, facts, policy, Sampling.tagsWanted(parent, policy));
    return policy.useDelayedSpans() ? delayed(builder, record) : SpanStart.now(builder);
  }

  /** A span that has started, in a trace that was not sampled then. */
  static Span build(
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String name,
      Context base,
      Policy policy,
      Instant at) {
    SpanBuilder builder =
        Kamon.consumerSpanBuilder(name, "kafka.consumer")
            .context(base)
            .samplingDecision(Trace$SamplingDecision$DoNotSample$.MODULE$);
    Span parent = base.get(Span.Key());
    if (parent.isRemote()) {
      tag(builder, KafkaTags.PROPAGATION_CONFLICT, Formats.conflict(base));
    }
    tag(builder, record, facts, policy, parent.isEmpty());
    return SpanStart.at(builder, at);
  }

  /**
   * Puts all tags that the settings want.
   *
   * @param all also those that are not cheap
   */
  private static void tag(
      SpanBuilder builder,
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      Policy policy,
      boolean all) {
    TagSettings tags = policy.tags();
    SpanTags.put(builder, tags.topic(), record.topic());
    SpanTags.putPartition(builder, tags, record.partition());
    SpanTags.put(builder, tags.offset(), record.offset());
    tag(builder, facts, tags, all);
    if (all || tags.key().isMeasured()) {
      SpanTags.putKey(builder, tags, record.key());
    }
    if (all) {
      tag(builder, record);
      MessagingTags.put(builder, tags, MessagingTags.PROCESS, record.value());
      SpanTags.putHeaders(builder, tags, record.headers());
    }
  }

  /** Whether a record is processed in its sender's trace, if there is one. */
  static boolean isContinued(ConsumerRecord<?, ?> record, Policy policy) {
    boolean stamped = record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
    return policy.continuesTrace(stamped ? record.timestamp() : -1);
  }

  private static void tag(SpanBuilder builder, ConsumerRecord<?, ?> record) {
    builder.tag(KafkaTags.TIMESTAMP, record.timestamp());
    TimestampType type = record.timestampType(); // null in records that applications make
    if (type != null) {
      builder.tag(KafkaTags.TIMESTAMP_TYPE, type.name);
    }
    long deliveryCount = DeliveryCount.of(record);
    if (deliveryCount > 0) {
      builder.tag(KafkaTags.DELIVERY_COUNT, deliveryCount);
    }
  }

  /**
   * What a poll knows; null when nobody does.
   *
   * @param all also what only spans show
   */
  static void tag(SpanBuilder builder, PollFacts facts, TagSettings tags, boolean all) {
    if (facts == null) {
      return;
    }
    ClientIdentity consumer = facts.consumer();
    if (all || tags.group().isMeasured()) {
      SpanTags.put(builder, tags.group(), consumer.groupId());
    }
    if (all) {
      SpanTags.put(builder, tags.clientId(), consumer.clientId());
      builder.tag(KafkaTags.POLL_TIME, facts.pollNanos());
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
    if (!created.isBefore(now) || created.isBefore(now.minus(MAX_WAIT))) {
      // No timestamp, or clocks that disagree: there is no waiting to show.
      return SpanStart.now(builder);
    }
    Span.Delayed span = SpanStart.created(builder, created);
    if (Duration.between(created, now).compareTo(MAX_MEASURED) > 0) {
      span.doNotTrackDelayedSpanMetrics();
    }
    return span.start(now);
  }
}
