package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.function.Function;
import kamon.instrumentation.kafka.internal.settings.Operations;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The spans around calls of listeners. Of the thread of a listener container. */
public final class Listening {
  private Listening() {}

  /**
   * A container turns to one record.
   *
   * @param listener what it calls
   * @return null where the record shall have no span
   */
  public static Processing record(ConsumerRecord<?, ?> record, Object listener, PollFacts facts) {
    if (!Settings.current().tracesSpringKafka()) {
      return null;
    }
    Processing processing = Processing.open();
    // With a record that waits, the listener is not called: ListenerDueAdvice tells when it is.
    if (!RetryTopics.mayWait(record, listener)) {
      processing.begin(record, facts, Operations.CONSUMER_PROCESS);
    }
    return processing;
  }

  /** It is the listener's turn, if the record did not have to wait. */
  public static void called(ConsumerRecord<?, ?> record, PollFacts facts) {
    Processing processing = Processing.current();
    if (processing != null && !processing.hasBegun()) {
      processing.begin(record, facts, Operations.CONSUMER_PROCESS);
    }
  }

  /**
   * A listener is about to be called: again, if it has failed with this record since its container
   * has turned to that. A RetryTemplate or a chain of advice in between does so.
   */
  public static void calling(Object data, Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    Processing processing = Processing.current();
    if (processing != null && processing.hasFailedWith(data)) {
      ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) data;
      processing.begin(record, facts.apply(record), Operations.CONSUMER_PROCESS);
    }
  }

  /** A container turns to a batch; each attempt begins with {@link #attempt}. */
  public static Processing batch() {
    return Settings.current().tracesSpringKafka() ? Processing.open() : null;
  }

  /** A listener gets a batch, perhaps not for the first time. */
  public static void attempt(
      ConsumerRecords<?, ?> records, Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    Processing processing = Processing.current();
    if (processing != null) {
      processing.begin(records, facts, Operations.CONSUMER_PROCESS_BATCH);
    }
  }

  /** The records of a share consumer, each of which gets a span while it is the last one given. */
  public static ConsumerRecords<?, ?> shared(
      ConsumerRecords<?, ?> records, Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    return Settings.current().tracesSpringKafka()
        ? SharedRecords.of(records, facts, Operations.CONSUMER_PROCESS)
        : records;
  }

  /** The loop through them has ended, or was left. */
  public static void leaveShared(Object records) {
    if (records instanceof SharedRecords) {
      ((SharedRecords<?, ?>) records).close();
    }
  }

  /** A listener, or what the container does around it, has thrown. */
  public static void failed(Throwable failure) {
    Processing processing = Processing.current();
    if (processing != null) {
      processing.failed(Failures.cause(failure));
    }
  }
}
