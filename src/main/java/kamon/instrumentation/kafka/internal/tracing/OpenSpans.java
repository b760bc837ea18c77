package kamon.instrumentation.kafka.internal.tracing;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Spans for the records of one consumer that only the application can finish. One that is still
 * open when the consumer has polled twice more, was closed, or has lost the partition, is finished
 * in its place. Thread-safe, never throws; without such spans it costs a poll one look.
 */
public final class OpenSpans {
  private static final Warning NOT_WATCHED = new Warning();
  private static final Warning FAILED = new Warning();
  // Nobody tells when a span is finished: so often the list is gone through for those.
  private static final int TIDIED_EVERY = 1024;

  private final Queue<OpenSpan> spans = new ConcurrentLinkedQueue<>();
  private final AtomicInteger added = new AtomicInteger();
  private final AtomicInteger polls = new AtomicInteger();
  private final String clientId;
  private volatile boolean closed;

  OpenSpans(String clientId) {
    this.clientId = clientId;
  }

  /**
   * A span for a record goes to the application.
   *
   * @param facts null when the record was not polled by an instrumented consumer
   */
  static void watch(Span span, ConsumerRecord<?, ?> record, PollFacts facts) {
    if (facts != null && !span.isEmpty()) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      facts.consumer().openSpans().add(span, Collections.singleton(partition));
    }
  }

  /** The same for the span of a batch. */
  static void watch(Span span, Batch batch) {
    if (batch.facts() != null && !span.isEmpty()) {
      batch.facts().consumer().openSpans().add(span, batch.partitions());
    }
  }

  private void add(Span span, Collection<TopicPartition> partitions) {
    try {
      if (closed || !Settings.current().finishAbandonedSpans()) {
        return;
      }
      spans.add(new OpenSpan(span, partitions, polls.get()));
      if (added.incrementAndGet() % TIDIED_EVERY == 0) {
        spans.removeIf(OpenSpan::isFinished);
      }
    } catch (Throwable t) {
      NOT_WATCHED.log("Nobody will see whether a consumer span is finished", t);
    }
  }

  /**
   * The consumer has polled. Polls without records do not count: an idle consumer makes ten in a
   * second, and what it got before may well be in work.
   */
  public void polled(Object consumer, boolean anyRecords) {
    int poll = anyRecords ? polls.incrementAndGet() : polls.get();
    if (spans.isEmpty()) {
      return;
    }
    try {
      if (!isWanted()) {
        return;
      }
      Lost lost = new Lost(consumer);
      for (Iterator<OpenSpan> each = spans.iterator(); each.hasNext(); ) {
        OpenSpan span = each.next();
        if (span.isFrom(poll - 2)) {
          each.remove();
          span.abandon(clientId, "has polled twice more");
        } else if (lost.has(span.partitions())) {
          each.remove();
          span.abandon(clientId, "has lost the partition");
        }
      }
    } catch (Throwable t) {
      FAILED.log("Could not look for consumer spans that were never finished", t);
    }
  }

  /** The consumer was closed. */
  public void closed() {
    closed = true;
    try {
      if (!spans.isEmpty() && isWanted()) {
        for (OpenSpan span = spans.poll(); span != null; span = spans.poll()) {
          span.abandon(clientId, "was closed");
        }
      }
    } catch (Throwable t) {
      FAILED.log("Could not look for consumer spans that were never finished", t);
    }
  }

  /** The settings may have changed since a span was added. */
  private boolean isWanted() {
    boolean wanted = Settings.current().finishAbandonedSpans();
    if (!wanted) {
      spans.clear();
    }
    return wanted;
  }
}
