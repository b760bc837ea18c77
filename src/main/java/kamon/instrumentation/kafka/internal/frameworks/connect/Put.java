package kamon.instrumentation.kafka.internal.frameworks.connect;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The span around one call of a sink. Of the thread of the sink's task. */
public final class Put extends Processing {
  private static final String PROCESS_BATCH = "consumer.process-batch";

  private Throwable retriable;

  private Put() {}

  /**
   * A sink is about to be given records.
   *
   * @return null where it gets no span: when the worker calls it without any, for example
   */
  public static Put enter(Collection<?> records, Function<ConsumerRecord<?, ?>, PollFacts> facts) {
    if (records.isEmpty() || !Settings.current().tracesKafkaConnect()) {
      return null;
    }
    List<ConsumerRecord<?, ?>> polled = SinkRecords.polled(records);
    if (polled.isEmpty()) {
      return null;
    }
    Put put = new Put();
    put.begin(polled, facts, PROCESS_BATCH);
    return put;
  }

  /**
   * The sink has returned or thrown.
   *
   * @param again whether it is to be given the records once more
   * @param failure what the worker throws, or null
   */
  public void leave(boolean again, Throwable failure) {
    if (failure != null) {
      // ConnectException("Exiting WorkerSinkTask due to unrecoverable exception.", what was thrown)
      failed(failure.getCause() == null ? failure : failure.getCause());
    } else if (again && retriable != null) {
      failed(retriable);
    } else if (again) {
      failed("The sink has thrown a RetriableException, which is in the worker's log");
    }
    close();
  }

  /** Somebody has made such an exception: the last one on this thread is what the sink throws. */
  public static void retriable(Throwable failure) {
    Processing put = current();
    if (put instanceof Put) {
      ((Put) put).retriable = failure;
    }
  }
}
