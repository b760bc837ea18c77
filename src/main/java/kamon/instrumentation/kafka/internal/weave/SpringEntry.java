package kamon.instrumentation.kafka.internal.weave;

import kamon.instrumentation.kafka.internal.frameworks.spring.AsyncResults;
import kamon.instrumentation.kafka.internal.frameworks.spring.Listening;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What woven listener containers of Spring Kafka call. Never throws. */
public final class SpringEntry {
  private static final Warning FAILED = new Warning();

  private SpringEntry() {}

  /**
   * A container turns to a record.
   *
   * @param listener what it calls
   * @return for {@link #leave}
   */
  public static Object enterRecord(ConsumerRecord<?, ?> record, Object listener) {
    try {
      return Listening.record(record, listener, ConsumerEntry.facts(record));
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets a record without a span", t);
      return null;
    }
  }

  /** A record of a retry topic did not have to wait. */
  public static void called(ConsumerRecord<?, ?> record) {
    try {
      Listening.called(record, ConsumerEntry.facts(record));
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets a record without a span", t);
    }
  }

  /**
   * An annotated listener is about to be called, perhaps not for the first time.
   *
   * @param data what it gets: a record, if it is one for records
   */
  public static void calling(Object data) {
    try {
      Listening.calling(data, ConsumerEntry::facts);
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets a record once more in the span of the last time", t);
    }
  }

  /**
   * A container turns to a batch.
   *
   * @return for {@link #leave}
   */
  public static Object enterBatch() {
    try {
      return Listening.batch();
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets a batch without a span", t);
      return null;
    }
  }

  /** A listener gets that batch, perhaps again. */
  public static void attempt(ConsumerRecords<?, ?> records) {
    try {
      Listening.attempt(records, ConsumerEntry::facts);
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets a batch without a span", t);
    }
  }

  /** The records of a share consumer, to be gone through in their place. */
  public static ConsumerRecords<?, ?> shared(ConsumerRecords<?, ?> records) {
    try {
      return Listening.shared(records, ConsumerEntry::facts);
    } catch (Throwable t) {
      FAILED.log("A Spring listener gets the records of a share consumer without spans", t);
      return records;
    }
  }

  /** A listener has thrown, or what its container does around it; null for neither. */
  public static void thrown(Throwable failure) {
    try {
      if (failure != null) {
        Listening.failed(failure);
      }
    } catch (Throwable t) {
      FAILED.log("The span of a Spring listener is not marked as failed", t);
    }
  }

  /**
   * A listener has returned something.
   *
   * @param method parameter types of the method that gets it
   * @param adapter the class that has this method
   * @return what that is to go on with
   */
  public static Object result(Object result, String method, Class<?> adapter) {
    try {
      // Three parameters before 3.2, of type Object; from then on, Spring Kafka awaits futures.
      return AsyncResults.result(result, method.contains("Acknowledgment"), adapter);
    } catch (Throwable t) {
      FAILED.log("The span of a Spring listener ends before what it has returned", t);
      return result;
    }
  }

  /** That method has ended. */
  public static void resulted(Throwable failure) {
    if (failure != null) {
      AsyncResults.refused();
    }
  }

  /** The container has done with what it entered. */
  public static void leave(Object entered) {
    try {
      if (entered instanceof Processing) {
        ((Processing) entered).close();
      } else {
        Listening.leaveShared(entered);
      }
    } catch (Throwable t) {
      FAILED.log("The span of a Spring listener was not ended", t);
    }
  }
}
