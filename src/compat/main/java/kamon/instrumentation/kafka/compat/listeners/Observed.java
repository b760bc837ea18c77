package kamon.instrumentation.kafka.compat.listeners;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.listener.ContainerProperties;

/** Spring's own observation of listeners, which it has from 3.0 on. */
final class Observed {
  private Observed() {}

  static void register(GenericApplicationContext context) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context observation) {
                Seen.print("OBSERVED " + observation.getName());
              }

              @Override
              public boolean supportsContext(Observation.Context observation) {
                return true;
              }
            });
    context.registerBean(ObservationRegistry.class, () -> registry);
  }

  static void by(ContainerProperties properties) {
    properties.setObservationEnabled(true);
  }
}
