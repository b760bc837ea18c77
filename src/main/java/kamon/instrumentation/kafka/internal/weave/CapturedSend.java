package kamon.instrumentation.kafka.internal.weave;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a record was built with, on its way from KafkaProducer.send to doSend: in between,
 * interceptors may put another record in its place.
 */
final class CapturedSend implements Callback {
  private final Object captured;
  private final Callback callback;

  CapturedSend(Object captured, Callback callback) {
    this.captured = captured;
    this.callback = callback;
  }

  Object captured() {
    return captured;
  }

  /** The caller's, or null. */
  Callback callback() {
    return callback;
  }

  /** Called only when doSend could not take it off. */
  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    if (callback != null) {
      callback.onCompletion(metadata, exception);
    }
  }
}
