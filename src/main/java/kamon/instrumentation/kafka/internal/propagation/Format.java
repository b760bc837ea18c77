package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;

/** How a context travels in record headers. Thread-safe; its methods never throw. */
public interface Format {
  int UNKNOWN = Integer.MAX_VALUE;

  /**
   * The context that headers carry; {@code Context.Empty()} for none, or one that is unreadable.
   */
  Context read(Headers headers);

  /** Whether headers of this format are there, readable or not. */
  boolean isIn(Headers headers);

  /**
   * Whether both surely carry the same context: in the very same header objects, as copies of
   * headers have them. Others are to be read.
   */
  boolean isSame(Headers one, Headers other);

  /**
   * Writes a context in place of whatever headers of this format are there. What cannot be written
   * leaves none.
   *
   * @param span to write in place of the context's own; the empty one for none
   * @return how many bytes of keys and values were written, 0 for no header; {@link #UNKNOWN} where
   *     nobody counts
   */
  int write(Context context, Span span, Headers headers);

  /** Takes out the headers of this format. */
  void remove(Headers headers);
}
