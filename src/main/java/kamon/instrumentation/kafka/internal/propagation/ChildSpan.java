package kamon.instrumentation.kafka.internal.propagation;

import java.nio.ByteBuffer;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.Span;

/** A span that is nothing but its ids, for what can write no other. */
final class ChildSpan {
  private ChildSpan() {}

  static Span of(Span parent, long id) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    Identifier spanId = Identifier$Factory$.MODULE$.EightBytesIdentifier().from(bytes);
    return new Span.Remote(spanId, parent.id(), parent.trace());
  }
}
