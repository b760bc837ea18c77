package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** How a context travels in record headers. Thread-safe; its methods never throw. */
public interface Format {
  int UNKNOWN = Integer.MAX_VALUE;

  /**
   * The context that headers carry; {@code Context.Empty()} for none, or one that is unreadable.
   */
  Context read(Headers headers);

  /**
   * The header that may be a whole context of which {@link #unsampledTags} can be asked; null for
   * none.
   */
  Header single(Headers headers);

  /**
   * The tags of a context in one header, when there is nothing else in it but an unsampled span,
   * and that can be told without making the context; null when not.
   */
  TagSet unsampledTags(Header single);

  /** What {@link #read} gives for a record with this header, which {@link #single} has given. */
  Context readSingle(Header single);

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

  /**
   * Whether {@link #writeChild} is the same as {@link #write}, because nobody but us sees the span.
   */
  boolean writesChildren();

  /**
   * The same as {@link #write} for a span of which there is no object.
   *
   * @param parent of that span, in its trace; without an id of its own for the first of a trace
   * @param id of that span, of eight bytes
   */
  int writeChild(Context context, Span parent, long id, Headers headers);

  /** Takes out the headers of this format. */
  void remove(Headers headers);
}
