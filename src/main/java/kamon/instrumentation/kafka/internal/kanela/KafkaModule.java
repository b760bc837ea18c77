package kamon.instrumentation.kafka.internal.kanela;

import java.util.List;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;

/** Kanela module: all hooks, but for fields that only {@link KafkaFields} can add. */
public final class KafkaModule extends InstrumentationBuilder {

  public KafkaModule() throws ReflectiveOperationException {
    if (!Decision.weaves()) {
      KanelaTarget.onNothing(this);
      return;
    }
    advise(Hooks.all());
    advise(Hooks.ofOldApi());
    for (Framework framework : Framework.values()) {
      if (Decision.weaves(framework)) {
        advise(framework.hooks());
      }
    }
    if (!Decision.isLate()) {
      KafkaFields.add(this);
    }
  }

  private void advise(List<Hook> hooks) throws ReflectiveOperationException {
    for (Hook hook : hooks) {
      if (!hook.advised().isEmpty() && Decision.isThere(hook.since())) {
        KanelaTarget target = KanelaTarget.onType(this, hook.type());
        for (Hook.Advised advised : hook.advised()) {
          target.advise(advised);
        }
      }
    }
  }
}
