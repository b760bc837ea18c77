package kamon.instrumentation.kafka.internal.carry;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The context that one send takes along. Of one send, and of one thread at a time. To be extended
 * by what else a send needs: in the same object, it costs each record less.
 */
public abstract class OutgoingContext {
  static final byte NOT_WRITTEN_YET = -1;
  static final byte ONCE_WRITTEN = 2;
  static final byte EVER = Byte.MAX_VALUE;

  /**
   * How often the carrier has still to give Kafka the headers for the wire. Here, where it fits
   * into the space of an object that a record needs anyway.
   */
  byte wireReads = NOT_WRITTEN_YET;

  private final Context context;
  private final String topic;
  private final Format format;
  private final HeaderRoom room;
  private boolean written;

  /**
   * @param context of the sender
   */
  protected OutgoingContext(Context context, Format format, HeaderRoom room, String topic) {
    this.context = context;
    this.format = format;
    this.room = room;
    this.topic = topic;
  }

  /** The sender's. */
  public final Context context() {
    return context;
  }

  /** The topic it goes to. */
  public final String topic() {
    return topic;
  }

  /** Whether the send has a span of its own. */
  protected abstract boolean hasSpan();

  /** Writes the sender's context with the span of the send, which {@link #hasSpan}. */
  protected abstract int writeSpan(Format format, Headers wire);

  /** Writes the context in place of an inherited one, where the record has room for it. */
  final void write(Headers wire, Header[] callers, byte[] key, byte[] value) throws Throwable {
    boolean nothing = !hasSpan() && context.isEmpty();
    if (nothing || !room.isThereFor(topic)) {
      format.remove(wire);
      return;
    }
    // Without a span of ours, the sender's own travels on.
    int bytes =
        hasSpan() ? writeSpan(format, wire) : format.write(context, context.get(Span.Key()), wire);
    if (bytes == 0) {
      return;
    }
    written = room.fits(key, value, bytes + total(callers, key, value), wire);
    if (!written) {
      format.remove(wire);
      room.leftOut(topic, key, value, wire);
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

  /** The send was acknowledged. */
  protected final void accepted() {
    if (written) {
      room.accepted(topic);
    }
  }

  /** The send has failed. */
  protected final void rejected(Throwable failure) {
    room.rejected(topic, written, failure);
  }
}
