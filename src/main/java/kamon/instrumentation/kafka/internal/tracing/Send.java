package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.carry.OutgoingContext;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One send under way: Kafka gets it as the callback in the caller's place. It finishes the span
 * before the caller's callback runs, which sees the sender's context as the current one. A callback
 * that throws out of send ends it twice: the first time counts.
 */
abstract class Send extends OutgoingContext implements Callback {
  private static final Warning NOT_ENTERED = new Warning();
  private static final Warning NOT_LEFT = new Warning();

  private final Callback callback;

  /**
   * @param callback the caller's, or null
   */
  Send(Context sender, Format format, HeaderRoom room, String topic, Callback callback) {
    super(sender, format, room, topic);
    this.callback = callback;
  }

  @Override
  public final void onCompletion(RecordMetadata metadata, Exception exception) {
    finish(metadata, exception);
    if (exception == null) {
      accepted();
    }
    if (callback == null) {
      return;
    }
    Storage.Scope scope = enter(context());
    try {
      callback.onCompletion(metadata, exception);
    } finally {
      leave(scope);
    }
  }

  /** The send failed by an exception that goes to the caller. Never throws. */
  final void failed(Throwable failure) {
    finish(null, failure);
  }

  /**
   * The send has ended. Never throws.
   *
   * @param metadata null when it failed
   * @param failure null when it did not
   */
  abstract void finish(RecordMetadata metadata, Throwable failure);

  private static Storage.Scope enter(Context sender) {
    try {
      return sender == Kamon.currentContext() ? null : Kamon.storeContext(sender);
    } catch (Throwable t) {
      NOT_ENTERED.log("A producer callback runs without its sender's context", t);
      return null;
    }
  }

  private static void leave(Storage.Scope scope) {
    if (scope == null) {
      return;
    }
    try {
      scope.close();
    } catch (Throwable t) {
      NOT_LEFT.log("Could not restore the context after a producer callback", t);
    }
  }
}
