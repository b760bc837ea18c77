package kamon.instrumentation.kafka.internal.tracing;

import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.function.Function;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;

/**
 * Starts spans also in the moment in which Kamon stops. Kamon 2.7.7 looks for its scheduler when it
 * begins to make a span, and gives the empty one where there is none; then it takes it, and throws
 * where it is gone by then (Tracer.createSpan: "None.get"). Asked once more it gives the empty
 * span, or one of the Kamon that has started since.
 */
final class SpanStart {
  private SpanStart() {}

  static Span now(SpanBuilder builder) {
    return sure(builder, SpanBuilder::start);
  }

  static Span at(SpanBuilder builder, Instant at) {
    return sure(builder, b -> b.start(at));
  }

  /** One that is created then, and is to be started. */
  static Span.Delayed created(SpanBuilder builder, Instant at) {
    return sure(builder, b -> b.delay(at));
  }

  private static <T> T sure(SpanBuilder builder, Function<SpanBuilder, T> start) {
    try {
      return start.apply(builder);
    } catch (NoSuchElementException stopped) {
      return start.apply(builder);
    }
  }
}
