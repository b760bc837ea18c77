package kamon.instrumentation.kafka.internal.tracing;

import java.util.Collection;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.common.TopicPartition;

/** A span that the application should finish, and may have finished. Thread-safe. */
final class OpenSpan {
  private static final Warning ABANDONED = new Warning();
  private static final Warning FAILED = new Warning();
  private static final String OTHER_NAME = "kamon-kafka.open";

  private final Span span;
  private final Collection<TopicPartition> partitions;
  private final int poll;

  /**
   * @param poll the number of the poll after which it was opened
   */
  OpenSpan(Span span, Collection<TopicPartition> partitions, int poll) {
    this.span = span;
    this.partitions = partitions;
    this.poll = poll;
  }

  /** Whether it was opened after this poll, or one before. */
  boolean isFrom(int earlier) {
    return poll - earlier <= 0;
  }

  Collection<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * Kamon does not tell, but a finished span keeps its name. Each of its methods synchronises on
   * the span (Kamon 2.2 to 2.7), so nobody sees the other name.
   */
  boolean isFinished() {
    synchronized (span) {
      String name = span.operationName();
      span.name(OTHER_NAME);
      boolean finished = !span.operationName().equals(OTHER_NAME);
      span.name(name);
      return finished;
    }
  }

  /** Finishes the span, unless that was done. Never throws. */
  void abandon(String clientId, String because) {
    try {
      synchronized (span) {
        if (isFinished()) {
          return;
        }
        span.tag(KafkaTags.ABANDONED, true).finish();
      }
      ABANDONED.log(
          () ->
              "Span \""
                  + span.operationName()
                  + "\" for records of "
                  + partitions.iterator().next()
                  + (partitions.size() == 1 ? "" : " and other partitions")
                  + " was still open when its consumer "
                  + clientId
                  + ' '
                  + because
                  + ": it is finished now and marked "
                  + KafkaTags.ABANDONED
                  + ". Finish it when its work is done, or let runWithConsumerSpanAsync do that; for"
                  + " work that takes so long, set "
                  + Settings.SECTION
                  + ".finish-abandoned-spans = no");
      // Not kept: Kamon.stop() would take it away.
      Kamon.counter(
              "kafka.consumer.spans.abandoned",
              "Consumer spans that the application has never finished")
          .withoutTags()
          .increment();
    } catch (Throwable t) {
      FAILED.log("Could not finish a consumer span that was left open", t);
    }
  }
}
