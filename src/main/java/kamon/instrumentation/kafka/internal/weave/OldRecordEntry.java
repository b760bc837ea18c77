package kamon.instrumentation.kafka.internal.weave;

import kamon.context.Context;
import kamon.instrumentation.kafka.client.ConsumedRecordData.ConsumerInfo;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.ClientIdentity;
import kamon.instrumentation.kafka.internal.tracing.ConsumerSpans;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import kamon.instrumentation.kafka.internal.tracing.ProducerTracing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scala.Option;

/**
 * What Kafka's records call in the methods that they have for code on the API of Kamon's own
 * module. Thread-safe, never throws.
 */
public final class OldRecordEntry {
  private static final Warning FAILED = new Warning();

  private OldRecordEntry() {}

  /** The context that a ProducerRecord was built with, until it is sent; else the empty one. */
  public static Context context(Object record) {
    Object captured = record instanceof Attached ? ((Attached) record).kamonAttachment() : null;
    return captured == null ? Context.Empty() : ProducerTracing.context(captured);
  }

  /** Has a ProducerRecord sent as if it had been built with that context. */
  public static void setContext(Object record, Context context) {
    if (record instanceof Attached) {
      ((Attached) record).kamonAttachment(ProducerTracing.captured(context));
    }
  }

  /** The context that a ConsumerRecord carries. */
  public static Context incomingContext(Object record) {
    return ConsumerSpans.incoming((ConsumerRecord<?, ?>) record);
  }

  /** How long the poll took that returned a ConsumerRecord; 0 when nobody knows. */
  public static long pollNanos(Object record) {
    PollFacts facts = ConsumerEntry.facts((ConsumerRecord<?, ?>) record);
    return facts == null ? 0 : facts.pollNanos();
  }

  /** Who polled a ConsumerRecord; null when nobody knows. */
  public static Object consumerInfo(Object record) {
    PollFacts facts = ConsumerEntry.facts((ConsumerRecord<?, ?>) record);
    if (facts == null) {
      return null;
    }
    try {
      ClientIdentity consumer = facts.consumer();
      return new ConsumerInfo(Option.apply(consumer.groupId()), consumer.clientId());
    } catch (LinkageError e) { // Kamon's own module may be in a loader that ours does not see.
      FAILED.log("A record cannot say who has polled it", e);
      return null;
    }
  }

  /** Gives a ConsumerRecord the facts of a poll. */
  public static void setFacts(Object record, long pollNanos, Object consumerInfo) {
    try {
      ConsumerInfo info = (ConsumerInfo) consumerInfo;
      Option<String> group = info == null ? Option.empty() : info.groupId();
      ConsumerEntry.attach(
          info == null
              ? null
              : PollFacts.told(
                  ClientIdentity.of(info.clientId(), group.isDefined() ? group.get() : null),
                  pollNanos),
          (ConsumerRecord<?, ?>) record);
    } catch (LinkageError | ClassCastException e) {
      FAILED.log("A record goes without the facts of its poll", e);
    }
  }
}
