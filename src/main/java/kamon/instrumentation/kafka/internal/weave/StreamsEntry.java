package kamon.instrumentation.kafka.internal.weave;

import kamon.instrumentation.kafka.internal.frameworks.streams.Changelogs;
import kamon.instrumentation.kafka.internal.frameworks.streams.ForwardWork;
import kamon.instrumentation.kafka.internal.frameworks.streams.TaskWork;
import kamon.instrumentation.kafka.internal.frameworks.streams.WatchedHandler;
import kamon.instrumentation.kafka.internal.log.Warning;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** What woven tasks of Kafka Streams call. Never throws. */
public final class StreamsEntry {
  private static final Warning FAILED = new Warning();
  private static final Warning NOT_FORWARDED = new Warning();
  private static final Warning NOT_LEFT = new Warning();

  private StreamsEntry() {}

  /** A task turns to a record, perhaps once more. */
  public static void enter(Object task, Object record) {
    try {
      ConsumerRecord<?, ?> consumed = (ConsumerRecord<?, ?>) record;
      TaskWork.enter(task, consumed, ConsumerEntry.facts(consumed));
    } catch (Throwable t) {
      FAILED.log("Kafka Streams processes a record without a span", t);
    }
  }

  /**
   * It has done with it, or has found none.
   *
   * @param again whether it keeps the record to process it again
   * @param failure what it throws, or null
   */
  public static void leave(Object task, boolean again, Throwable failure) {
    try {
      TaskWork.leave(task, again, failure);
    } catch (Throwable t) {
      NOT_LEFT.log("The span of a record in Kafka Streams was not ended", t);
    }
  }

  /** A task has no record any more. */
  public static void closed(Object task) {
    try {
      TaskWork.closed(task);
    } catch (Throwable t) {
      NOT_LEFT.log("The span of a record in Kafka Streams was not ended", t);
    }
  }

  /**
   * A record goes to the next processors.
   *
   * @param topic that it is from, or null
   * @return for {@link #leaveForward}
   */
  public static Object enterForward(String topic, Headers headers) {
    try {
      return ForwardWork.enter(topic, headers);
    } catch (Throwable t) {
      NOT_FORWARDED.log("Kafka Streams forwards a record without its own context", t);
      return null;
    }
  }

  /**
   * What goes on now belongs to records that nobody knows.
   *
   * @return for {@link #leaveForward}
   */
  public static Object enterUnmatched() {
    try {
      return ForwardWork.enterUnknown();
    } catch (Throwable t) {
      NOT_FORWARDED.log("Kafka Streams forwards a record without its own context", t);
      return null;
    }
  }

  /** The next processors have done with it. */
  public static void leaveForward(Object entered) {
    if (entered == null) {
      return;
    }
    try {
      ((ForwardWork) entered).close();
    } catch (Throwable t) {
      NOT_LEFT.log("Could not restore the context after a record in Kafka Streams", t);
    }
  }

  /** A sink sends. */
  public static void enterSink() {
    Changelogs.enterSink();
  }

  /** It has sent. */
  public static void leaveSink() {
    Changelogs.leaveSink();
  }

  /**
   * A sink or a store sends.
   *
   * @return for {@link #leaveChangelog}
   */
  public static boolean enterChangelog() {
    return Changelogs.enter();
  }

  /** It has sent. */
  public static void leaveChangelog(boolean entered) {
    if (entered) {
      Changelogs.leave();
    }
  }

  /** A handler of what processors throw, to be called in place of the user's. */
  public static Object watched(Object handler, Class<?> type) {
    try {
      return handler == null ? null : WatchedHandler.of(handler, type);
    } catch (Throwable t) {
      FAILED.log("What a handler of Kafka Streams lets pass will not fail a span", t);
      return handler;
    }
  }
}
