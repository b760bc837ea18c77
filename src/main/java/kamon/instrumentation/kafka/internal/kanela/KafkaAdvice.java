package kamon.instrumentation.kafka.internal.kanela;

import java.util.List;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;

/** Kanela module: the advice of all hooks. */
public final class KafkaAdvice extends InstrumentationBuilder {

  public KafkaAdvice() throws ReflectiveOperationException {
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
