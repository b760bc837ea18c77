package kamon.instrumentation.kafka.internal.carry;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The context that one send takes along. Of one send, and of one thread at a time. */
public final class OutgoingContext {
  private final Context context;
  private final Span span;
  private final Format format;
  private final HeaderRoom room;
  private final String topic;
  private boolean written;

  /**
   * @param context of the sender
   * @param span in place of the context's own, as long as it is not empty
   */
  public OutgoingContext(Context context, Span span, Format format, HeaderRoom room, String topic) {
    this.context = context;
    this.span = span;
    this.format = format;
    this.room = room;
    this.topic = topic;
  }

  /** The sender's. */
  public Context context() {
    return context;
  }

  /** The span of this send; empty when there is none. */
  public Span span() {
    return span;
  }

  /** Writes the context in place of an inherited one, where the record has room for it. */
  void write(Headers wire, Header[] callers, byte[] key, byte[] value) throws Throwable {
    if (!room.isThereFor(topic)) {
      format.remove(wire);
      return;
    }
    // Without a span of ours, the sender's own travels on.
    int bytes = format.write(context, span.isEmpty() ? context.get(Span.Key()) : span, wire);
    if (bytes == 0) {
      return;
    }
    if (room.fits(topic, key, value, bytes + total(callers, key, value), wire)) {
      written = true;
    } else {
      format.remove(wire);
    }
  }

  private static long total(Header[] callers, byte[] key, byte[] value) {
    long total = (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    for (Header header : callers) {
      byte[] bytes = header.value();
      // A char takes three bytes at most, and each size five.
      total += 3L * header.key().length() + (bytes == null ? 0 : bytes.length) + 10;
    }
    return total;
  }

  /** The send has failed. */
  public void failed(Throwable failure) {
    room.rejected(topic, written, failure);
  }
}
