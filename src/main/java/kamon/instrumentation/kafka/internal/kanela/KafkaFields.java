package kamon.instrumentation.kafka.internal.kanela;

import kamon.instrumentation.kafka.internal.weave.AttachedMixin;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;

/**
 * Kanela module: the field of all hooks. A module of its own, because it fails as a whole when one
 * of its classes is loaded already, and spans must not go with it.
 */
public final class KafkaFields extends InstrumentationBuilder {

  public KafkaFields() throws ReflectiveOperationException {
    if (!Decision.weaves()) {
      return;
    }
    for (Hook hook : Hooks.all()) {
      KanelaTarget.onType(this, hook.type()).mixin(AttachedMixin.class);
    }
  }
}
