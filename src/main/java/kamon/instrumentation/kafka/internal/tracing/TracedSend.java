package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.carry.OutgoingContext;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One send under way: Kafka gets it as the callback in the caller's place. It finishes the span
 * before the caller's callback runs, which sees the sender's context as the current one. Kamon
 * ignores a second finish, so a callback that throws out of send does no harm.
 */
final class TracedSend implements Callback {
  private static final Warning NOT_COMPLETED = new Warning();
  private static final Warning NOT_FINISHED = new Warning();
  private static final Warning NOT_ENTERED = new Warning();
  private static final Warning NOT_LEFT = new Warning();

  private final OutgoingContext outgoing;
  private final Callback callback;

  /**
   * @param callback the caller's, or null
   */
  TracedSend(OutgoingContext outgoing, Callback callback) {
    this.outgoing = outgoing;
    this.callback = callback;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    finish(metadata, exception);
    if (callback == null) {
      return;
    }
    Storage.Scope scope = enter(outgoing.context());
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
    Span span = outgoing.span();
    try {
      if (failure != null) {
        span.fail(failure);
        outgoing.failed(failure);
      } else if (metadata != null) {
        span.tag(KafkaTags.PARTITION, metadata.partition());
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
