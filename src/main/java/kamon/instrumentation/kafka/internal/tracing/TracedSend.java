package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** A send with a span of Kamon's, which ignores a second finish; or with none. */
final class TracedSend extends Send {
  private static final Warning NOT_COMPLETED = new Warning();
  private static final Warning NOT_FINISHED = new Warning();

  private final Span span;

  /**
   * @param span that of this send; the empty one for none
   */
  TracedSend(
      Context sender, Span span, Format format, HeaderRoom room, String topic, Callback callback) {
    super(sender, format, room, topic, callback);
    this.span = span;
  }

  @Override
  protected boolean hasSpan() {
    return !span.isEmpty();
  }

  @Override
  protected int writeSpan(Format format, Headers wire) {
    return format.write(context(), span, wire);
  }

  @Override
  void finish(RecordMetadata metadata, Throwable failure) {
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
}
