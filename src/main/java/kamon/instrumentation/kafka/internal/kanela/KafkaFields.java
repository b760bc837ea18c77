package kamon.instrumentation.kafka.internal.kanela;

import java.util.List;
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
    mix(Hooks.all());
    mix(Hooks.ofOldApi());
  }

  private void mix(List<Hook> hooks) throws ReflectiveOperationException {
    for (Hook hook : hooks) {
      Hook.Mixin mixin = hook.mixin();
      boolean mixes =
          mixin != null && isThere(mixin.implemented()) && !Decision.isLoaded(hook.type());
      if (hook.isAttached() || mixes) {
        KanelaTarget target = KanelaTarget.onType(this, hook.type());
        if (hook.isAttached()) {
          target.mixin(AttachedMixin.class);
        }
        if (mixes) {
          target.mixin(mixin.methods());
        }
      }
    }
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, KafkaFields.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
