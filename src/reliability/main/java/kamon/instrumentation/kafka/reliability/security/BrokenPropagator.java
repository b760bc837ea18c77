package kamon.instrumentation.kafka.reliability.security;

import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import org.apache.kafka.common.header.Headers;

/** Fails with a text that breaks lines. */
public final class BrokenPropagator implements KafkaPropagator {

  @Override
  public Context read(Headers headers) {
    throw new IllegalStateException("cannot read" + Hostile.BREAKS);
  }

  @Override
  public void write(Context context, Headers headers) {
    throw new IllegalStateException("cannot write" + Hostile.BREAKS);
  }

  @Override
  public String toString() {
    return "broken" + Hostile.BREAKS;
  }
}
