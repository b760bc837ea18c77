package kamon.instrumentation.kafka.internal.tracing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be known of the records of a batch, to process them with one span: what they have in
 * common, and who sent them. Of one thread.
 */
final class Batch {
  static final int MAX_LINKS = 128;

  private final Set<String> topics = new LinkedHashSet<>();
  private final Set<TopicPartition> partitions = new LinkedHashSet<>();
  private final Set<String> senderIds = new HashSet<>();
  private final List<Span> senders = new ArrayList<>();

  private int size;
  private int withoutSender;
  private ConsumerRecord<?, ?> last;
  private PollFacts facts;
  private boolean oneContext = true;
  private Context context = Context.Empty();
  private Map<String, Object> entries = Collections.emptyMap();
  private Policy policy;

  private Batch() {}

  static Batch of(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    Batch batch = new Batch();
    Settings settings = Settings.current();
    for (ConsumerRecord<?, ?> record : records) {
      batch.add(record, facts.apply(record), settings.policy(record.topic()));
    }
    return batch;
  }

  private void add(ConsumerRecord<?, ?> record, PollFacts polled, Policy policyOfTopic) {
    // Of records with and without spans, those with decide.
    if (policy == null || !policy.spansWanted()) {
      policy = policyOfTopic;
    }
    facts = size == 0 || facts == polled ? polled : null;
    addContext(policyOfTopic.isWanted() ? ConsumerSpans.incoming(record) : Context.Empty());
    addPartition(record);
    size++;
  }

  private void addContext(Context incoming) {
    Span sender = incoming.get(Span.Key());
    if (sender.isEmpty()) {
      withoutSender++;
    } else if (senderIds.add(sender.trace().id().string() + sender.id().string())
        && senders.size() < MAX_LINKS) {
      senders.add(sender);
    }
    if (size == 0) {
      context = incoming;
      entries = entries(incoming);
    } else if (oneContext && incoming != context) {
      oneContext = incoming.tags().equals(context.tags()) && entries(incoming).equals(entries);
    }
  }

  /** All but the span. */
  private static Map<String, Object> entries(Context context) {
    Map<String, Object> all = new HashMap<>(4);
    scala.collection.Iterator<Context.Entry> entries = context.entries();
    while (entries.hasNext()) {
      Context.Entry entry = entries.next();
      if (!entry.key().equals(Span.Key().name())) {
        all.put(entry.key(), entry.value());
      }
    }
    return all;
  }

  private void addPartition(ConsumerRecord<?, ?> record) {
    // Mostly they come partition by partition.
    if (last == null
        || last.partition() != record.partition()
        || !last.topic().equals(record.topic())) {
      topics.add(record.topic());
      partitions.add(new TopicPartition(record.topic(), record.partition()));
      last = record;
    }
  }

  /**
   * The context to process the batch in. Its tags and entries are those that all records carry, or
   * else the current ones; its span is the one that has sent all records, or else the current one.
   */
  Context baseContext() {
    Context current = Kamon.currentContext();
    boolean common = oneContext && !(context.tags().isEmpty() && entries.isEmpty());
    Span parent = isContinued() ? senders.get(0) : current.get(Span.Key());
    Context base = common ? context : current;
    return base.get(Span.Key()) == parent ? base : base.withEntry(Span.Key(), parent);
  }

  /** Whether the span of the batch is a child of the one that has sent all its records. */
  boolean isContinued() {
    return senderIds.size() == 1 && withoutSender == 0 && policy.continueTraceOnConsumer();
  }

  /** The spans that have sent the records, each once; not more than are linked to. */
  List<Span> senders() {
    return senders;
  }

  /** How many more there are. */
  int sendersLeftOut() {
    return senderIds.size() - senders.size();
  }

  /** What holds for its span; null when the batch is empty. */
  Policy policy() {
    return policy;
  }

  int size() {
    return size;
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
