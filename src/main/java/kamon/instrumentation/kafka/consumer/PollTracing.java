package kamon.instrumentation.kafka.consumer;

import java.util.List;
import kamon.instrumentation.kafka.client.ClientIdentity;
import kamon.instrumentation.kafka.hooks.Attached;
import kamon.instrumentation.kafka.log.Warning;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** What instrumented consumers call. Thread-safe, never throws. */
public final class PollTracing {
  private static final Warning FAILED = new Warning();

  private PollTracing() {}

  /**
   * A poll has returned.
   *
   * @param startNanos System.nanoTime() when it began
   */
  public static void afterPoll(Object consumer, long startNanos, ConsumerRecords<?, ?> records) {
    try {
      // The clock first: what follows is our time, not the poll's.
      long pollNanos = Math.max(0, System.nanoTime() - startNanos);
      if (records != null && !records.isEmpty()) {
        attach(new PollFacts(ClientIdentity.ofConsumer(consumer), pollNanos), records);
      }
    } catch (Throwable t) {
      FAILED.log("Records of a poll go without its facts", t);
    }
  }

  private static <K, V> void attach(PollFacts facts, ConsumerRecords<K, V> records) {
    // By partition and index: the iterator over all records costs more than all else here.
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<K, V>> batch = records.records(partition);
      for (int i = 0; i < batch.size(); i++) {
        Object record = batch.get(i);
        if (record instanceof Attached) {
          ((Attached) record).kamonAttachment(facts);
        }
      }
    }
  }

  /** The facts of the poll that returned the record; null when it was not an instrumented one. */
  static PollFacts facts(ConsumerRecord<?, ?> record) {
    Object attachment = record instanceof Attached ? ((Attached) record).kamonAttachment() : null;
    return attachment instanceof PollFacts ? (PollFacts) attachment : null;
  }

  /** Carries the facts of one record over to another. */
  public static void copyFacts(ConsumerRecord<?, ?> from, ConsumerRecord<?, ?> to) {
    if (from instanceof Attached && to instanceof Attached) {
      ((Attached) to).kamonAttachment(((Attached) from).kamonAttachment());
    }
  }
}
