package kamon.instrumentation.kafka.internal.frameworks.streams;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One record in one task. */
public final class TaskWork extends Work {
  private static final String PROCESS = "consumer.process";
  private static final String FAILURE = "org.apache.kafka.streams.errors.StreamsException";

  /** Tasks that keep a record to process it again, with the span that goes on then. */
  private static final Map<Object, WaitingSpan> WAITING =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Object owner;
  private final Context outside;
  private Context incoming;

  private TaskWork(Object owner, ConsumerRecord<?, ?> record, Context outside) {
    super(record.headers());
    this.owner = owner;
    this.outside = outside;
  }

  /** A task turns to a record, perhaps once more. */
  public static void enter(Object task, ConsumerRecord<?, ?> record, PollFacts facts) {
    endLeft(task);
    WaitingSpan waiting = waiting(task);
    if (!Settings.current().tracesKafkaStreams()) {
      if (waiting != null) {
        waiting.giveUp(); // It was switched off in between.
      }
      return;
    }
    TaskWork work = new TaskWork(task, record, Kamon.currentContext());
    if (waiting == null) {
      work.begin(record, facts, PROCESS);
    } else {
      work.resume(record, waiting.scope());
    }
  }

  private static WaitingSpan waiting(Object task) {
    return WAITING.isEmpty() ? null : WAITING.remove(task);
  }

  /** It has done with it, or has found none; {@code again}: or keeps it. */
  public static void leave(Object task, boolean again, Throwable failure) {
    TaskWork work = taskAtHand();
    if (work == null || work.owner != task) {
      endLeft(task);
      return;
    }
    endDownTo(work);
    if (failure != null && again) {
      ConsumerScope scope = work.handOver();
      scope.attemptFailed(failure);
      WAITING.put(task, new WaitingSpan(scope, failure));
    } else if (failure != null) {
      work.failed(cause(failure));
    }
    work.close();
  }

  private static TaskWork taskAtHand() {
    Work work = atHand();
    return work == null ? null : work.task();
  }

  /**
   * Ends what nobody else will: a class that is woven while a task is in its method has told us of
   * a record, but does not tell us that it has done with it. A thread processes one record at once,
   * but for a processor that runs a topology of its own, such as a test driver's.
   */
  private static void endLeft(Object task) {
    TaskWork left = taskAtHand();
    while (left != null && (left.owner == task || !isNested(task))) {
      endDownTo(left);
      left.close();
      left = taskAtHand();
    }
  }

  private static void endDownTo(TaskWork work) {
    for (Work above = atHand(); above != null && above != work; above = atHand()) {
      above.close();
    }
  }

  /** Whether a task processes a record while another one, or it, does; to see that takes long. */
  private static boolean isNested(Object task) {
    String type = task.getClass().getName();
    return Arrays.stream(new Throwable().getStackTrace())
            .filter(frame -> frame.getMethodName().equals("process"))
            .filter(frame -> frame.getClassName().equals(type))
            .count()
        > 1;
  }

  /** A task has no record any more: a span that waits for it ends as failed as it is. */
  public static void closed(Object task) {
    WaitingSpan waiting = waiting(task);
    if (waiting != null) {
      waiting.giveUp();
    }
  }

  /** What a processor has thrown, without what Kafka Streams wraps around it. */
  private static Throwable cause(Throwable failure) {
    boolean wrapped = failure.getClass().getName().equals(FAILURE) && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }

  @Override
  TaskWork task() {
    return this;
  }

  /**
   * Whether a context that was read from headers is the one that this record came with. Records
   * without a span, or of one span, differ in their tags; without either nothing tells them apart.
   */
  boolean cameWith(Context carried) {
    if (incoming == null) {
      incoming = Formats.read(record().headers());
    }
    return isSame(carried.get(Span.Key()), incoming.get(Span.Key()))
        && carried.tags().equals(incoming.tags())
        && !(carried.get(Span.Key()).isEmpty() && carried.tags().isEmpty());
  }

  private static boolean isSame(Span one, Span other) {
    return one.id().equals(other.id()) && one.trace().id().equals(other.trace().id());
  }

  /** What is current while the record is processed. */
  Context context() {
    ConsumerScope scope = scope();
    return scope == null ? outside : scope.context();
  }
}
