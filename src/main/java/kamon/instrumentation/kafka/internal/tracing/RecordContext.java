package kamon.instrumentation.kafka.internal.tracing;

import java.time.Instant;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.unsampled.LazyContext;
import kamon.instrumentation.kafka.internal.unsampled.SpanKind;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The context of a record whose consumer.process span nobody has looked at yet. */
final class RecordContext extends LazyContext {
  // The record; its topic alone once the span is made. A send keeps the context it was made in
  // until the broker answers, and must not keep a consumed record all that time.
  private Object recordOrTopic;
  private final PollFacts facts;
  private final String operation;

  RecordContext(
      UnsampledSpans spans,
      Object source,
      TagSet tags,
      ConsumerRecord<?, ?> record,
      PollFacts facts,
      String operation,
      long startNanos) {
    super(spans, source, tags, startNanos);
    this.recordOrTopic = record;
    this.facts = facts;
    this.operation = operation;
  }

  @Override
  public SpanKind kind() {
    return SpanKind.CONSUMER;
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public String topic() {
    Object known = recordOrTopic;
    return known instanceof ConsumerRecord
        ? ((ConsumerRecord<?, ?>) known).topic()
        : (String) known;
  }

  @Override
  public String group() {
    return facts == null ? null : facts.consumer().groupId();
  }

  @Override
  protected Span start(UnsampledSpans from, Context base, Instant at) {
    Policy policy = PollFacts.policy(facts, from.settings(), topic());
    ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) recordOrTopic;
    return ConsumerSpans.build(record, facts, operation, base, policy, at);
  }

  @Override
  protected void letGo() {
    recordOrTopic = topic();
  }
}
