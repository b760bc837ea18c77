package kamon.instrumentation.kafka.internal.weave;

import java.util.Collection;
import kamon.instrumentation.kafka.internal.frameworks.connect.Put;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.Untraced;

/** What woven workers of Kafka Connect call. Never throws. */
public final class ConnectEntry {
  private static final Warning FAILED = new Warning();

  private ConnectEntry() {}

  /**
   * A sink is about to be given records.
   *
   * @param records of the worker, of which there may be none
   * @return for {@link #leavePut}
   */
  public static Object enterPut(Collection<?> records) {
    try {
      return Put.enter(records, ConsumerEntry::facts);
    } catch (Throwable t) {
      FAILED.log("A sink gets records without a span", t);
      return null;
    }
  }

  /**
   * It has taken them, or thrown.
   *
   * @param records those that are to be given to it once more
   * @param failure what stops the sink, or null
   */
  public static void leavePut(Object entered, Collection<?> records, Throwable failure) {
    try {
      if (entered != null) {
        ((Put) entered).leave(!records.isEmpty(), failure);
      }
    } catch (Throwable t) {
      FAILED.log("The span of a sink was not ended", t);
    }
  }

  /** An exception was made that a sink can throw to be given its records once more. */
  public static void retriable(Object failure) {
    try {
      Put.retriable((Throwable) failure);
    } catch (Throwable t) {
      FAILED.log("The span of a sink is not marked as failed", t);
    }
  }

  /**
   * A worker writes to a topic of its own.
   *
   * @return for {@link #leaveOwnTopic}
   */
  public static boolean enterOwnTopic() {
    Untraced.enter();
    return true;
  }

  /** It has written, or failed to. */
  public static void leaveOwnTopic(boolean entered) {
    if (entered) {
      Untraced.leave();
    }
  }
}
