package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;

/** What {@link Format} promises, but for exceptions: {@link GuardedFormat} catches them. */
interface UnguardedFormat {
  Context read(Headers headers) throws Throwable;

  boolean isIn(Headers headers) throws Throwable;

  int write(Context context, Span span, Headers headers) throws Throwable;

  void remove(Headers headers) throws Throwable;
}
