package kamon.instrumentation.kafka.internal.tracing;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Operations;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Headers;

/**
 * What a framework processes on this thread: one record or batch after the other, each in a span
 * that our hooks start and finish. To be closed by the thread that opened it; its methods never
 * throw.
 */
public class Processing {
  private static final Warning NOT_NAMED = new Warning();
  private static final Warning NOT_JOINED = new Warning();
  private static final ThreadLocal<Processing> CURRENT = new ThreadLocal<>();
  // Where no framework was ever seen, calls of the helper API do not look at their thread.
  private static volatile boolean anywhere;

  private final Processing outer;
  private ConsumerRecord<?, ?> record;
  private ConsumerRecords<?, ?> batch;
  private ConsumerScope scope;
  private boolean isHandedOver;
  private boolean hasFailed;

  /** It is open with that. */
  protected Processing() {
    anywhere = true;
    outer = CURRENT.get();
    CURRENT.set(this);
  }

  /** From here on, until it is closed, this thread works for a framework. */
  public static Processing open() {
    return new Processing();
  }

  /** The one that was opened last on this thread and is not closed; null for none. */
  public static Processing current() {
    return anywhere ? CURRENT.get() : null;
  }

  /** The one that was open before on this thread; null for none. */
  protected final Processing outer() {
    return outer;
  }

  /**
   * Where nobody knows which record made what is sent now, the headers of the one that made it come
   * out: its span can be a link, and no parent. Null otherwise.
   */
  protected Headers headersOfUnknown() {
    return null;
  }

  /** The one that is processed; null for none. */
  protected final ConsumerRecord<?, ?> record() {
    return record;
  }

  /** That of the span; null where there is none. */
  protected final ConsumerScope scope() {
    return scope;
  }

  /** Goes on with a record whose span was handed over. */
  protected final void resume(ConsumerRecord<?, ?> next, ConsumerScope left) {
    end();
    scope = left.again();
    record = next;
  }

  /** Starts a span for a record and makes it current, in the place of a former one. */
  public void begin(ConsumerRecord<?, ?> next, PollFacts facts, String operationName) {
    end();
    scope = ConsumerScope.enter(next, facts, operationName);
    record = next;
  }

  /** The same for all records of a batch. */
  public void begin(
      ConsumerRecords<?, ?> next,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName) {
    end();
    scope = ConsumerScope.enter(records(next), facts, operationName, false);
    batch = next;
  }

  /** The same for records that nobody else holds together. */
  protected final void begin(
      Collection<ConsumerRecord<?, ?>> next,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName) {
    end();
    scope = ConsumerScope.enter(next, facts, operationName, false);
  }

  /** With the record's type as Kafka's class has it, for one of any type. */
  @SuppressWarnings("unchecked")
  private static Iterable<ConsumerRecord<?, ?>> records(ConsumerRecords<?, ?> batch) {
    return (Iterable<ConsumerRecord<?, ?>>) (Iterable<?>) batch;
  }

  /** Whether a record or batch has a span here, or would have one if spans were wanted. */
  public boolean hasBegun() {
    return scope != null;
  }

  /** Whether that is the record that is processed, and it has failed. */
  public boolean hasFailedWith(Object data) {
    return hasFailed
        && data instanceof ConsumerRecord
        && isSame(record, (ConsumerRecord<?, ?>) data);
  }

  /** Marks the span as failed. */
  public void failed(Throwable failure) {
    if (scope != null) {
      hasFailed = true;
      scope.failed(failure);
    }
  }

  /** Marks the span as failed, where the failure itself is not known. */
  protected final void failed(String message) {
    if (scope != null) {
      scope.failed(message);
    }
  }

  /**
   * Whoever asks finishes the span; here it only stops being current, and goes on for as long as
   * there is somebody else to finish it.
   *
   * @return null where there is none
   */
  public ConsumerScope handOver() {
    ConsumerScope handedOver = hold();
    isHandedOver = handedOver != null;
    return handedOver;
  }

  /** The one to whom it was handed over does not finish the span after all. */
  public void takeBack() {
    if (isHandedOver) {
      isHandedOver = false;
      scope.finish();
    }
  }

  /** One more is to finish the span, and may do so before or after its end here. */
  final ConsumerScope hold() {
    if (scope == null) {
      return null;
    }
    HeldScope held = scope instanceof HeldScope ? (HeldScope) scope : new HeldScope(scope);
    scope = held;
    return held.hold();
  }

  /** Finishes the span, if nobody else is to, and restores the context from before. */
  public void end() {
    ConsumerScope ended = scope;
    if (ended != null) {
      scope = null;
      record = null;
      batch = null;
      ended.leave(true);
      isHandedOver = false;
      hasFailed = false;
    }
  }

  /** Ends it, and all of this work. */
  public void close() {
    end();
    if (outer == null) {
      CURRENT.remove(); // A thread of the application's keeps nothing of ours.
    } else {
      CURRENT.set(outer);
    }
  }

  /** What a call of the helper API joins, if a hook has started a span for its record; or null. */
  static JoinedScope joined(ConsumerRecord<?, ?> wanted, String operationName) {
    Processing processing = current();
    return processing != null && isSame(processing.record, wanted)
        ? processing.join(operationName, Operations.CONSUMER_PROCESS)
        : null;
  }

  /** The same for its batch. */
  static JoinedScope joined(Iterable<? extends ConsumerRecord<?, ?>> wanted, String name) {
    Processing processing = current();
    if (processing == null || processing.batch == null) {
      return null;
    }
    try {
      return isSame(processing.batch, wanted)
          ? processing.join(name, Operations.CONSUMER_PROCESS_BATCH)
          : null;
    } catch (Throwable t) { // of a collection of the application's
      NOT_JOINED.log("A batch has a span of its own within that of its framework", t);
      return null;
    }
  }

  /** A call that leaves the name to the settings leaves the one that they have given. */
  private JoinedScope join(String operationName, String byDefault) {
    try {
      if (!byDefault.equals(operationName)) {
        scope.span().name(operationName);
      }
    } catch (Throwable t) {
      NOT_NAMED.log("Could not name the consumer span of a framework", t);
    }
    return new JoinedScope(this, scope.span());
  }

  /** Interceptors and converters put copies in a record's place. */
  private static boolean isSame(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
    return one == other
        || (one != null
            && other != null
            && one.offset() == other.offset()
            && one.partition() == other.partition()
            && one.topic().equals(other.topic()));
  }

  private static boolean isSame(
      ConsumerRecords<?, ?> one, Iterable<? extends ConsumerRecord<?, ?>> other) {
    if (!(other instanceof Collection)) {
      return other == (Iterable<?>) one; // Others can perhaps be gone through only once.
    }
    if (((Collection<?>) other).size() != one.count()) {
      return false;
    }
    Iterator<? extends ConsumerRecord<?, ?>> expected = one.iterator();
    for (ConsumerRecord<?, ?> record : other) {
      if (!expected.hasNext() || !isSame(expected.next(), record)) {
        return false;
      }
    }
    return true;
  }
}
