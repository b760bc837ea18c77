package kamon.instrumentation.kafka.internal.unsampled;

import kamon.context.Context;
import kamon.trace.Span;

/** What is known of a span of which there is no object. Of the same object as what it is for. */
public interface UnsampledSpan {
  SpanKind kind();

  String operation();

  String topic();

  /** Null for none. */
  String group();

  /** Null where only the header of a record knows it. */
  Span parent();

  /** The context that it was started with. */
  Context context();

  /** When it started, by Kamon's clock. */
  long startNanos();
}
