package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What {@link Format} promises, but for exceptions: {@link GuardedFormat} catches them. */
interface UnguardedFormat {
  Context read(Headers headers) throws Throwable;

  default Header single(Headers headers) {
    return null;
  }

  default Context readSingle(Header single) throws Throwable {
    return Context.Empty();
  }

  default TagSet unsampledTags(Header single) {
    return null;
  }

  /**
   * Whether headers carry a span of these ids, where that can be told without reading it; false
   * where it is to be read.
   */
  default boolean hasSpan(Headers headers, Span span) throws Throwable {
    return false;
  }

  boolean isIn(Headers headers) throws Throwable;

  default boolean isSame(Headers one, Headers other) throws Throwable {
    Header[] all = one.toArray();
    Header[] others = other.toArray();
    boolean same = all.length == others.length;
    for (int i = 0; same && i < all.length; i++) {
      same = all[i] == others[i];
    }
    return same;
  }

  int write(Context context, Span span, Headers headers) throws Throwable;

  default boolean writesChildren() {
    return true;
  }

  default int writeChild(Context context, Span parent, long id, Headers headers) throws Throwable {
    return write(context, ChildSpan.of(parent, id), headers);
  }

  void remove(Headers headers) throws Throwable;
}
