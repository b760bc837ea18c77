package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.text.B3;
import kamon.instrumentation.kafka.internal.propagation.text.B3Single;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;

/** The one header of B3, which carries a span and no tags. */
final class B3SingleFormat implements UnguardedFormat {
  private static final int MAX = 128; // three ids and a letter, and room for blanks

  private final HeaderText header = new HeaderText("b3", B3Single::isLike);

  @Override
  public Context read(Headers headers) {
    byte[] value = header.last(headers, MAX);
    if (value == null) {
      return Context.Empty();
    }
    Context context = B3Single.read(value);
    if (context.isEmpty() && !B3.isSampling(value)) {
      header.unreadable(value, "it is not as B3 says");
    }
    return context;
  }

  @Override
  public boolean isIn(Headers headers) {
    return header.isIn(headers);
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    remove(headers);
    if (span.isEmpty()) {
      return 0;
    }
    byte[] value = B3Single.write(context, span);
    if (value == null) {
      header.unwritable(span);
      return 0;
    }
    return header.add(headers, value);
  }

  @Override
  public void remove(Headers headers) {
    header.remove(headers);
  }
}
