package kamon.instrumentation.kafka.internal.unsampled;

import kamon.trace.Span;
import kamon.trace.Span$Kind$Consumer$;
import kamon.trace.Span$Kind$Producer$;

/** Which spans there are. */
public enum SpanKind {
  PRODUCER("kafka.producer", Span$Kind$Producer$.MODULE$),
  CONSUMER("kafka.consumer", Span$Kind$Consumer$.MODULE$);

  private final String component;
  private final Span.Kind kamons;

  SpanKind(String component, Span.Kind kamons) {
    this.component = component;
    this.kamons = kamons;
  }

  String component() {
    return component;
  }

  Span.Kind kamons() {
    return kamons;
  }
}
