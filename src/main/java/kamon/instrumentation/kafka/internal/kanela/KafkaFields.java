package kamon.instrumentation.kafka.internal.kanela;

import java.util.List;
import kamon.instrumentation.kafka.internal.weave.AttachedMixin;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;

/**
 * Kanela module: the fields and interfaces of all hooks, where Kanela comes to a running JVM. A
 * module that changes loaded classes can add neither then, and one that can changes none of those.
 */
public final class KafkaFields extends InstrumentationBuilder {

  public KafkaFields() throws ReflectiveOperationException {
    if (Decision.weaves() && Decision.isLate()) {
      add(this);
    }
  }

  /** For the classes that are loaded from now on. */
  static void add(InstrumentationBuilder builder) throws ReflectiveOperationException {
    add(builder, Hooks.all());
    add(builder, Hooks.ofOldApi());
  }

  private static void add(InstrumentationBuilder builder, List<Hook> hooks)
      throws ReflectiveOperationException {
    for (Hook hook : hooks) {
      if (hook.isAttached()) {
        KanelaTarget.onType(builder, hook.type(), Hooks.ATTACHED).mixin(AttachedMixin.class);
      }
      Hook.Mixin mixin = hook.mixin();
      if (mixin != null && isThere(mixin.implemented())) {
        KanelaTarget.onType(builder, hook.type(), mixin.implemented()).mixin(mixin.methods());
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
