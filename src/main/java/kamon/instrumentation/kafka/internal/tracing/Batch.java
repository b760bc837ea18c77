package kamon.instrumentation.kafka.internal.tracing;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What is to be known of several records, to process them with one span. Of one thread. */
final class Batch {
  private final BatchContexts contexts = new BatchContexts();
  private final Set<String> topics = new LinkedHashSet<>();
  private final Set<TopicPartition> partitions = new LinkedHashSet<>();
  private int size;
  private ConsumerRecord<?, ?> last;
  private PollFacts facts;
  private Policy policy;
  private boolean goesOn = true;
  private CommonHeaders headers;

  private Batch() {}

  static Batch of(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    Batch batch = new Batch();
    Settings settings = Settings.current();
    Waiting waiting = Waiting.ofBatch(settings);
    String[] names = settings.tags().headers();
    batch.headers = names.length == 0 ? null : new CommonHeaders(names);
    for (ConsumerRecord<?, ?> record : records) {
      PollFacts polled = facts.apply(record);
      waiting.until(record, polled);
      batch.add(record, polled, PollFacts.policy(polled, settings, record.topic()));
    }
    return batch;
  }

  private void add(ConsumerRecord<?, ?> record, PollFacts polled, Policy policyOfTopic) {
    // Of records with and without spans, those with decide.
    if (policy == null || !policy.spansWanted()) {
      policy = policyOfTopic;
    }
    goesOn &= !policyOfTopic.spansWanted() || ConsumerSpans.isContinued(record, policyOfTopic);
    facts = size == 0 || facts == polled ? polled : null;
    contexts.add(policyOfTopic.isWanted() ? ConsumerSpans.incoming(record) : Context.Empty());
    // Mostly records come partition by partition.
    if (last == null
        || last.partition() != record.partition()
        || !last.topic().equals(record.topic())) {
      topics.add(record.topic());
      partitions.add(new TopicPartition(record.topic(), record.partition()));
      last = record;
    }
    if (headers != null) {
      headers.add(record.headers());
    }
    size++;
  }

  /**
   * The context to process the batch in. Its tags and entries are those that all records carry, or
   * else the current ones; its span is the one that has sent all records, or else the current one.
   */
  Context baseContext() {
    Context current = Kamon.currentContext();
    Context owner = isContinued() ? contexts.first() : current;
    Span parent = owner.get(Span.Key());
    Context base = contexts.commonOr(current);
    Context below = base.get(Span.Key()) == parent ? base : base.withEntry(Span.Key(), parent);
    return Formats.withStateOf(owner, below);
  }

  /** Whether the span of the batch is a child of the one that has sent all its records. */
  boolean isContinued() {
    return contexts.haveOneSender() && goesOn;
  }

  /** Whether traces of senders go on here, as the settings say of all its records. */
  boolean goesOn() {
    return goesOn;
  }

  BatchContexts contexts() {
    return contexts;
  }

  /** What holds for its span; null when the batch is empty. */
  Policy policy() {
    return policy;
  }

  /** Null when no header becomes a tag. */
  CommonHeaders headers() {
    return headers;
  }

  int size() {
    return size;
  }

  /** Null for several. */
  String topic() {
    return topics.size() == 1 ? last.topic() : null;
  }

  /** Null when there is none, or more than one. */
  String group() {
    return facts == null ? null : facts.consumer().groupId();
  }

  /** In the order in which they came. */
  Set<String> topics() {
    return topics;
  }

  /** In the order in which they came. */
  Set<TopicPartition> partitions() {
    return partitions;
  }

  /** Null unless all records are from one poll of an instrumented consumer. */
  PollFacts facts() {
    return facts;
  }
}
