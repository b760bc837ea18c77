package kamon.instrumentation.kafka.internal.weave;

import java.util.List;
import java.util.RandomAccess;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.ClientIdentity;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What woven consumers call, and what is known of a polled record afterwards. The facts of a poll
 * are kept with a record's headers: libraries build records of their own from a polled one, and
 * pass the headers on. Thread-safe, never throws.
 */
public final class ConsumerEntry {
  private static final Warning FAILED = new Warning();

  private ConsumerEntry() {}

  /**
   * A poll has returned.
   *
   * @param startNanos System.nanoTime() when it began
   */
  public static void afterPoll(Object consumer, long startNanos, ConsumerRecords<?, ?> records) {
    try {
      // The clock first: what follows is our time, not the poll's.
      long returnNanos = System.nanoTime();
      long pollNanos = Math.max(0, returnNanos - startNanos);
      ClientIdentity identity = Clients.consumer(consumer);
      boolean anyRecords = records != null && !records.isEmpty();
      if (anyRecords) {
        attach(new PollFacts(identity, pollNanos, returnNanos), records);
      }
      identity.openSpans().polled(consumer, anyRecords);
      identity.watched().polled(consumer, anyRecords);
    } catch (Throwable t) {
      FAILED.log("Records of a poll go without its facts", t);
    }
  }

  /** A consumer was closed. */
  public static void afterClose(Object consumer) {
    try {
      ClientIdentity identity = Clients.known(consumer);
      if (identity != null) {
        identity.openSpans().closed();
        identity.watched().closed();
      }
    } catch (Throwable t) {
      FAILED.log("A consumer that was closed may be watched on", t);
    }
  }

  private static <K, V> void attach(PollFacts facts, ConsumerRecords<K, V> records) {
    // By partition and index: the iterator over all records costs more than all else here.
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<K, V>> batch = records.records(partition);
      if (!(batch instanceof RandomAccess)) {
        for (ConsumerRecord<K, V> record : batch) { // of an interceptor's, perhaps linked
          attach(facts, record);
        }
        continue;
      }
      for (int i = 0; i < batch.size(); i++) {
        attach(facts, batch.get(i));
      }
    }
  }

  static void attach(Object facts, ConsumerRecord<?, ?> record) {
    Object headers = record.headers();
    if (headers instanceof Attached) {
      ((Attached) headers).kamonAttachment(facts);
    }
  }

  /** The facts of the poll that returned the record; null when it was not an instrumented one. */
  public static PollFacts facts(ConsumerRecord<?, ?> record) {
    try {
      Object headers = record.headers();
      return headers instanceof Attached
          ? (PollFacts) ((Attached) headers).kamonAttachment()
          : null;
    } catch (Throwable t) {
      FAILED.log("A record's span goes without the facts of its poll", t);
      return null;
    }
  }

  /** Carries the facts of one record over to another. */
  public static void copyFacts(ConsumerRecord<?, ?> from, ConsumerRecord<?, ?> to) {
    PollFacts facts = facts(from);
    if (facts != null) {
      attach(facts, to);
    }
  }
}
