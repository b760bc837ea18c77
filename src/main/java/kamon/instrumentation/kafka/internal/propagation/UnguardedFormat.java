package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What {@link Format} promises, but for exceptions: {@link GuardedFormat} catches them. */
interface UnguardedFormat {
  Context read(Headers headers) throws Throwable;

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

  void remove(Headers headers) throws Throwable;
}
