package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.carry.OutgoingContext;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One send under way: Kafka gets it as the callback in the caller's place. It finishes the span
 * before the caller's callback runs, which sees the sender's context as the current one. Kamon
 * ignores a second finish, so a callback that throws out of send does no harm.
 */
final class TracedSend extends OutgoingContext implements Callback {
  private static final Warning NOT_COMPLETED = new Warning();
  private static final Warning NOT_FINISHED = new Warning();
  private static final Warning NOT_ENTERED = new Warning();
  private static final Warning NOT_LEFT = new Warning();

  private final Callback callback;

  /**
   * @param span that of this send; the empty one for none
   * @param callback the caller's, or null
   */
  TracedSend(
      Context sender, Span span, Format format, HeaderRoom room, String topic, Callback callback) {
    super(sender, span, format, room, topic);
    this.callback = callback;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    finish(metadata, exception);
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
  void failed(Throwable failure) {
    finish(null, failure);
  }

  private void finish(RecordMetadata metadata, Throwable failure) {
    Span span = span();
    try {
      if (failure != null) {
        MessagingTags.fail(span, failure);
        rejected(failure);
      } else if (metadata != null) {
        Acknowledged.put(span, metadata);
      }
    } catch (Throwable t) {
      NOT_COMPLETED.log("Could not complete a producer.send span", t);
    }
    try {
      span.finish();
    } catch (Throwable t) {
      NOT_FINISHED.log("Could not finish a producer.send span", t);
    }
  }

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
