package kamon.instrumentation.kafka.producer;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.log.Warning;
import kamon.instrumentation.kafka.propagation.ContextHeaders;
import kamon.instrumentation.kafka.tags.KafkaTags;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One send under way: Kafka gets it as the callback in the caller's place. It finishes the span
 * before the caller's callback runs, which sees the sender's context as the current one. Kamon
 * ignores a second finish, so a callback that throws out of send does no harm.
 */
public final class TracedSend implements Callback {
  private static final Warning FAILED = new Warning();

  private final Span span;
  private final Context sender;
  private final Callback callback;

  TracedSend(Span span, Context sender, Callback callback) {
    this.span = span;
    this.sender = sender;
    this.callback = callback;
  }

  /** What to send in the record's place: a copy that carries the context. Never throws. */
  public ProducerRecord<?, ?> carrier(Object producer, ProducerRecord<?, ?> record) {
    try {
      // Without a span of ours, the sender's own travels on.
      Span outgoing = span.isEmpty() ? sender.get(Span.Key()) : span;
      return ContextHeaders.copyWith(sender, outgoing, record, producer);
    } catch (Throwable t) {
      FAILED.log("A record is sent without its context", t);
      return record;
    }
  }

  /** The callback to send with; null when there is neither a span to finish nor a caller's one. */
  public Callback callback() {
    return callback == null && span.isEmpty() ? null : this;
  }

  /** The send failed by an exception that goes to the caller. Never throws. */
  public void failed(Throwable failure) {
    finish(null, failure);
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    finish(metadata, exception);
    if (callback == null) {
      return;
    }
    Storage.Scope scope = enterSender();
    try {
      callback.onCompletion(metadata, exception);
    } finally {
      leave(scope);
    }
  }

  private void finish(RecordMetadata metadata, Throwable failure) {
    try {
      if (failure != null) {
        span.fail(failure);
      } else if (metadata != null) {
        span.tag(KafkaTags.PARTITION, metadata.partition());
      }
    } catch (Throwable t) {
      FAILED.log("Could not complete a producer.send span", t);
    }
    try {
      span.finish();
    } catch (Throwable t) {
      FAILED.log("Could not finish a producer.send span", t);
    }
  }

  private Storage.Scope enterSender() {
    try {
      return sender == Kamon.currentContext() ? null : Kamon.storeContext(sender);
    } catch (Throwable t) {
      FAILED.log("A producer callback runs without its sender's context", t);
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
      FAILED.log("Could not restore the context after a producer callback", t);
    }
  }
}
