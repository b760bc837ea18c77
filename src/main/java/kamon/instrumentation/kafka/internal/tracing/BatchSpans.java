package kamon.instrumentation.kafka.internal.tracing;

import java.util.Set;
import java.util.function.Function;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.PlacedTag;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Span$Link$Kind$FollowsFrom$;
import kamon.trace.SpanBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Makes consumer.process-batch spans. Never throws. */
public final class BatchSpans {
  private static final Warning NO_SPAN = new Warning();
  private static final int MAX_CHARS = 256;

  private BatchSpans() {}

  /**
   * A started span that the caller finishes; the empty one for an empty batch, or when Kamon is not
   * running.
   */
  public static Span start(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName) {
    ConsumerScope joined = Processing.joined(records, operationName);
    if (joined != null) {
      return joined.span();
    }
    try {
      Batch batch = Batch.of(records, facts);
      Span span = build(batch, operationName, batch.baseContext());
      OpenSpans.watch(span, batch);
      return span;
    } catch (Throwable t) {
      NO_SPAN.log("A batch of records is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  /** The empty one also when Kamon throws; the batch is processed in the context of its records. */
  static Span build(Batch batch, String operationName, Context base) {
    try {
      return made(batch, operationName, base);
    } catch (Throwable t) {
      NO_SPAN.log("A batch of records is processed without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  private static Span made(Batch batch, String operationName, Context base) {
    Policy policy = batch.policy();
    if (policy == null || !policy.spansWanted()) {
      return Span$Empty$.MODULE$;
    }
    String name = policy.operations().batch(operationName, batch.topic(), batch.group());
    SpanBuilder builder = Kamon.consumerSpanBuilder(name, "kafka.consumer").context(base);
    Span parent = base.get(Span.Key());
    BatchContexts contexts = batch.contexts();
    if (!batch.isContinued() && !contexts.senders().isEmpty()) {
      if (!batch.goesOn()) {
        builder.ignoreParentFromContext();
        parent = Span$Empty$.MODULE$;
      }
      for (Span sender : contexts.senders()) {
        builder.link(sender, Span$Link$Kind$FollowsFrom$.MODULE$);
      }
      if (contexts.sendersLeftOut() > 0) {
        builder.tag(KafkaTags.LINKS_OMITTED, contexts.sendersLeftOut());
      }
    }
    Sampling.suggest(builder, parent, policy);
    TagSettings tags = policy.tags();
    SpanTags.put(builder, tags.batchSize(), batch.size());
    tagTopics(builder, tags.topic(), batch);
    tagPartitions(builder, tags, batch.partitions());
    boolean all = Sampling.tagsWanted(parent, policy);
    ConsumerSpans.tag(builder, batch.facts(), tags, all);
    if (all) {
      MessagingTags.put(builder, tags, MessagingTags.PROCESS);
      if (batch.headers() != null) {
        batch.headers().put(builder);
      }
    }
    return SpanStart.now(builder);
  }

  /** Several are for the span only: metrics of all combinations would have no end. */
  private static void tagTopics(SpanBuilder builder, PlacedTag tag, Batch batch) {
    if (batch.topic() != null) {
      SpanTags.put(builder, tag, batch.topic());
    } else if (tag.isWanted()) {
      builder.tag(KafkaTags.TOPICS, joined(batch.topics()));
    }
  }

  private static void tagPartitions(
      SpanBuilder builder, TagSettings tags, Set<TopicPartition> partitions) {
    if (partitions.size() == 1) {
      SpanTags.putPartition(builder, tags, partitions.iterator().next().partition());
    } else if (tags.partition().isWanted()) {
      builder.tag(KafkaTags.PARTITIONS, joined(partitions));
    }
  }

  private static String joined(Iterable<?> names) {
    StringBuilder text = new StringBuilder();
    for (Object name : names) {
      if (text.length() > 0) {
        text.append(',');
      }
      text.append(name);
      if (text.length() > MAX_CHARS) {
        text.setLength(MAX_CHARS);
        return text.append('…').toString();
      }
    }
    return text.toString();
  }
}
