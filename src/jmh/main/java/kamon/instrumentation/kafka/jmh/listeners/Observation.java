package kamon.instrumentation.kafka.jmh.listeners;

import brave.Tracing;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import org.springframework.context.support.GenericApplicationContext;

/** What Spring Boot sets up for tracing with Brave. */
final class Observation {
  private Observation() {}

  static void register(GenericApplicationContext context) {
    Tracing tracing = Tracing.current();
    BraveTracer tracer =
        new BraveTracer(
            tracing.tracer(),
            new BraveCurrentTraceContext(tracing.currentTraceContext()),
            new BraveBaggageManager());
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new io.micrometer.observation.ObservationHandler
                .FirstMatchingCompositeObservationHandler(
                new PropagatingReceiverTracingObservationHandler<>(
                    tracer, new BravePropagator(tracing)),
                new DefaultTracingObservationHandler(tracer)));
    context.registerBean(ObservationRegistry.class, () -> registry);
  }
}
