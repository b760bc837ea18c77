package kamon.instrumentation.kafka.reliability.security;

import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import org.apache.kafka.common.header.Headers;

/** Cannot be made, and says so with a text that breaks lines. */
public final class UnmadePropagator implements KafkaPropagator {

  public UnmadePropagator() {
    throw new IllegalStateException("cannot be made" + Hostile.BREAKS);
  }

  @Override
  public Context read(Headers headers) {
    return Context.Empty();
  }

  @Override
  public void write(Context context, Headers headers) {}
}
